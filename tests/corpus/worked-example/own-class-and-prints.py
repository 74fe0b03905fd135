# English: a class with the gradient as a method; the table and the stopping iteration are printed only.
# names: own
# gradient: ok
# trace: ok
# table: ok
# stopping: ok
# %%
import numpy as np
class Optimizer:
    def __init__(self, start, rate):
        self.theta = np.array(start, dtype=float)
        self.rate = rate
        self.visited = [self.theta.copy()]
    def slope(self, p):
        return np.array([p[0] - p[1], 4*p[1] - p[0]])
    def advance(self, n):
        for _ in range(n):
            self.theta = self.theta - self.rate*self.slope(self.theta)
            self.visited.append(self.theta.copy())
opt = Optimizer([1, -1], 0.1)
opt.advance(48)
# %%
print("iter        x        y        g     norm")
for i in [1, 2, 8, 18, 38, 48]:
    p = opt.visited[i]
    print(f"{i:4d} {p[0]:8.4f} {p[1]:8.4f} {p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]:8.4f} {np.linalg.norm(opt.slope(p)):8.4f}")
for i, p in enumerate(opt.visited):
    if np.linalg.norm(opt.slope(p)) <= 0.02:
        print("We can stop at iteration", i)
        break
