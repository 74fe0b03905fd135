# English: a class for one run, its gradient a static method; end points and minima are lists made from the objects.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
class Walk:
    @staticmethod
    def direction(p):
        x, y = p
        return np.array([4*x**3 + 4*x*y - 42*x + 2*y**2 - 14, 4*y**3 + 4*x*y - 26*y + 2*x**2 - 22])
    def __init__(self, origin, size=0.008):
        self.origin, self.size = origin, size
        self.positions = [np.array(origin, dtype=float)]
    def go(self, n=100):
        for _ in range(n):
            self.positions.append(self.positions[-1] - self.size*self.direction(self.positions[-1]))
        return self
walks = [Walk(o).go() for o in [(0, 1), (-1, 1), (-1, -1), (0, -1)]]
end_points = [w.positions[-1].round(4) for w in walks]
local_minima = {tuple(float(c) for c in e) for e in end_points}
print(end_points, local_minima, sep="\n")
