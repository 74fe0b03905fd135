# Names of the contract ignored: Spanish; one long DataFrame with columns inicio, k, x, y, f.
# names: own
# gradient: ok|absent
# runs: ok|absent
# limits: ok|absent
# minima: ok|absent
# figure: ok 1
# %%
import pandas as pd
F = lambda x, y: (x**2 + y - 11)**2 + (x + y**2 - 7)**2
def gradF(x, y):
    return 4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)
alpha = 0.01
registros = []
for p in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = p
    for k in range(101):
        registros.append(dict(inicio=str(p), k=k, x=x, y=y, f=F(x, y)))
        gx, gy = gradF(x, y)
        x, y = x - alpha*gx, y - alpha*gy
datos = pd.DataFrame(registros)
finales = datos[datos.k == 100].set_index("inicio")[["x", "y", "f"]]
print(finales.round(4))
# %%
import numpy as np, matplotlib.pyplot as plt
fig, axs = plt.subplots(2, 2, figsize=(8, 8))
uu = np.linspace(-5, 5, 100)
U, V = np.meshgrid(uu, uu)
for ax, (px, py) in zip(axs.ravel(), [(h.x.to_numpy(), h.y.to_numpy()) for _, h in datos.groupby("inicio", sort=False)]):
    ax.contourf(U, V, (U*U + V - 11)**2 + (U + V*V - 7)**2, 30)
    ax.plot(px, py, "r-o", ms=2)
plt.tight_layout()
plt.show()
