# English; float32, class with x1_path, x2_path lists; one function of a vector.
# gradient: ok 1
# runs: ok 4
# limits: ok 2
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
f32 = np.float32
def grad_f(v):
    x, y = v
    return np.array([4*x*(x*x + y - 11) + 2*(x + y*y - 7), 2*(x*x + y - 11) + 4*y*(x + y*y - 7)], dtype=np.float32)
class Runner:
    def __init__(self, start, lr):
        self.v = np.array(start, dtype=np.float32)
        self.x1_path, self.x2_path = [self.v[0]], [self.v[1]]
        for _ in range(100):
            self.v = self.v - f32(lr)*grad_f(self.v)
            self.x1_path.append(self.v[0]); self.x2_path.append(self.v[1])
eta = 0.01
rs = {s: Runner(s, eta) for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
runs = {s: (r.x1_path, r.x2_path) for s, r in rs.items()}
limits = {s: r.v for s, r in rs.items()}
minima = [r.v.tolist() for r in rs.values()]
# %%
import matplotlib.pyplot as plt, numpy as np
fig, ax = plt.subplots()
ax.set_xlim(-5, 5); ax.set_ylim(-5, 5)
q = np.linspace(-5, 5, 120)
ax.contour(q, q, [[(x*x + y - 11)**2 + (x + y*y - 7)**2 for x in q] for y in q], 40, cmap="jet")
for px, py in [(r.x1_path, r.x2_path) for r in rs.values()]:
    ax.plot(px, py, linewidth=2)
    ax.plot(px[-1], py[-1], "k*")
# %%
discussion = "f is not convex: the start decides which basin of attraction the run is in, so each run falls into another minimum."
