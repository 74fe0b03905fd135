# Names of the contract ignored: Spanish; `corridas`, `tasa`, `gradiente`, `destinos`, `los_minimos`.
# names: own
# gradient: ok|absent
# runs: ok|absent
# limits: ok|absent
# minima: ok|absent
# figure: ok 1
# %%
import numpy as np
def gradiente(x, y):
    return np.array([4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)])
tasa = 0.01
corridas = {}
for p0 in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    camino = np.zeros((101, 2)); camino[0] = p0
    for i in range(100): camino[i+1] = camino[i] - tasa*gradiente(*camino[i])
    corridas[p0] = camino
destinos = {p0: c[-1] for p0, c in corridas.items()}
los_minimos = list(destinos.values())
print(destinos)
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [c.T for c in corridas.values()]:
    plt.plot(px, py, ".-")
plt.show()
