# French; all four runs at once as an array (4, 101, 2), eta = 0.012, minima as a set of strings-free tuples from the last points.
# gradient: ok 1
# runs: ok 4
# limits: ok 2
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
def grad_f(x, y):
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.stack([4*x*a + 2*b, 2*a + 4*b*y], axis=-1)
eta = 0.012
P = np.array([[0, 1], [-1, 1], [-1, -1], [0, -1]], dtype=float)
toutes = [P]
for k in range(100):
    P = P - eta*grad_f(P[:, 0], P[:, 1])
    toutes.append(P)
runs = np.swapaxes(np.array(toutes), 0, 1)
print(runs.shape)
limits = runs[:, -1].round(4)
minima = {tuple(p) for p in limits.tolist()}
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
discussion = "La fonction n'est pas convexe: chaque départ appartient à un bassin différent."
