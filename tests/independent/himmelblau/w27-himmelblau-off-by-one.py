# French; 100 rows per run, start never stored (theta_1 ... theta_100).
# gradient: ok 1
# runs: off-by-one 2
# limits: ok 2
# minima: ok 2
# figure: carried-forward 0.5
# discussion: for-a-person 0
# %%
import numpy as np
grad_f = lambda x, y: np.array((4*x*(x*x + y - 11) + 2*(x + y*y - 7), 2*(x*x + y - 11) + 4*y*(x + y*y - 7)))
eta = 0.01
def descente(depart, eta, n=100):
    pos = np.array(depart, float)
    for _ in range(n):
        pos = pos - eta*grad_f(*pos)
        yield pos
# %%
noms = ["0,1", "-1,1", "-1,-1", "0,-1"]
runs = {n: list(descente([float(v) for v in n.split(",")], eta)) for n in noms}
limits = {n: runs[n][-1] for n in noms}
minima = [runs[n][-1] for n in noms]
print(limits)
# %%
import numpy as np, matplotlib.pyplot as plt
fig, axs = plt.subplots(2, 2, figsize=(8, 8))
uu = np.linspace(-5, 5, 100)
U, V = np.meshgrid(uu, uu)
for ax, (px, py) in zip(axs.ravel(), [np.array(runs[n]).T for n in noms]):
    ax.contourf(U, V, (U*U + V - 11)**2 + (U + V*V - 7)**2, 30)
    ax.plot(px, py, "r-o", ms=2)
plt.tight_layout()
plt.show()
# %%
discussion = "La fonction n'est pas convexe: chaque départ appartient à un bassin différent."
