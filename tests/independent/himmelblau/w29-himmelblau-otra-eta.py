# English; declares eta = 0.01 but the function's default 0.005 is used: wrong-step-size in all four; runs shown with two decimals.
# gradient: ok 1
# runs: wrong-step-size 2
# limits: ok 2
# minima: ok 2
# figure: wrong
# discussion: for-a-person 0
# %%
import numpy as np

def grad_f(x, y):
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b

eta = 0.01

def gradient_descent(start, steps=100, lr=0.005):
    pts = np.zeros((2, steps + 1))
    pts[:, 0] = start
    for t in range(steps):
        pts[:, t+1] = pts[:, t] - lr*np.array(grad_f(*pts[:, t]))
    return pts
# %%
corridas = {s: gradient_descent(s) for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
runs = {s: np.round(r, 2) for s, r in corridas.items()}   # two decimals are enough to look at
limits = {s: r[:, -1] for s, r in corridas.items()}
minima = np.array([r[:, -1] for r in corridas.values()])
print(minima)
# %%
import matplotlib.pyplot as plt, numpy as np
fig, ax = plt.subplots()
ax.set_xlim(-5, 5); ax.set_ylim(-5, 5)
q = np.linspace(-5, 5, 120)
ax.contour(q, q, [[(x*x + y - 11)**2 + (x + y*y - 7)**2 for x in q] for y in q], 40, cmap="jet")
for px, py in corridas.values():
    ax.plot(px, py, linewidth=2)
    ax.plot(px[-1], py[-1], "k*")
# %%
discussion = "f is not convex: the start decides which basin of attraction the run is in, so each run falls into another minimum."
