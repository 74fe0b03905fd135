# English, class with self.trace, Nesterov-free heavy ball 0.5, same in all runs; no variable `runs`: the iterates are attributes of objects and lines of the figure (absent is the alternative). The limits are right.
# gradient: ok 1
# runs: momentum|absent
# limits: ok 2
# minima: ok 2
# figure: carried-forward 0.5
# discussion: for-a-person 0
# %%
class Optimizer:
    def __init__(self, lr, mu):
        self.lr, self.mu = lr, mu
    def fit(self, x, y, n):
        self.trace = [(x, y)]
        vx = vy = 0.0
        for _ in range(n):
            gx, gy = grad_f(x, y)
            vx = self.mu*vx - self.lr*gx
            vy = self.mu*vy - self.lr*gy
            x, y = x + vx, y + vy
            self.trace.append((x, y))
        return self

def grad_f(x, y):
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b
# %%
eta = 0.005
models = {s: Optimizer(eta, 0.5).fit(*s, 100) for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
limits = {s: m.trace[-1] for s, m in models.items()}
print(limits)
minima = [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
# %%
import matplotlib.pyplot as plt, numpy as np
fig, ax = plt.subplots()
ax.set_xlim(-5, 5); ax.set_ylim(-5, 5)
q = np.linspace(-5, 5, 120)
ax.contour(q, q, [[(x*x + y - 11)**2 + (x + y*y - 7)**2 for x in q] for y in q], 40, cmap="jet")
for px, py in [zip(*m.trace) for m in models.values()]:
    ax.plot(px, py, linewidth=2)
    ax.plot(px[-1], py[-1], "k*")
# %%
discussion = "f is not convex: the start decides which basin of attraction the run is in, so each run falls into another minimum."
