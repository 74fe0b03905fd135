# English, vector style, d f/d y = 2a + 2y b (4y forgotten). Runs then go elsewhere than the true ones but still to common stationary points; limits taken by hand from the known minima.
# gradient: wrong-gradient
# runs: wrong-gradient 2
# limits: ok 2
# minima: ok 2
# figure: carried-forward 0.5
# discussion: for-a-person 0
# %%
import numpy as np
def grad_f(v):
    x, y = v
    a, b = x*x + y - 11, x + y*y - 7
    return np.array([4*x*a + 2*b, 2*a + 2*y*b])
# %%
eta = 0.01
starts = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
runs = np.empty((4, 101, 2))
for i, s in enumerate(starts):
    runs[i, 0] = s
    for t in range(100):
        runs[i, t + 1] = runs[i, t] - eta*grad_f(runs[i, t])
runs[:, -1]
# %%
# read off the plot of the slides / literature
minima = [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
limits = [(3, 2), (-2.805, 3.131), (-3.779, -3.283), (3.584, -1.848)]
# %%
import numpy as np, matplotlib.pyplot as plt
fig, axs = plt.subplots(2, 2, figsize=(8, 8))
uu = np.linspace(-5, 5, 100)
U, V = np.meshgrid(uu, uu)
for ax, (px, py) in zip(axs.ravel(), [(r[:, 0], r[:, 1]) for r in runs]):
    ax.contourf(U, V, (U*U + V - 11)**2 + (U + V*V - 7)**2, 30)
    ax.plot(px, py, "r-o", ms=2)
plt.tight_layout()
plt.show()
# %%
discussion = "f is not convex: the start decides which basin of attraction the run is in, so each run falls into another minimum."
