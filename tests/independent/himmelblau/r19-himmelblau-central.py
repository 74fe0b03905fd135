# Spanish; central differences h = 1e-5, dict of arrays, eta = 0.01.
# gradient: ok 1
# runs: ok 4
# limits: ok 2
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
def f(x, y):
    return (x**2 + y - 11)**2 + (x + y**2 - 7)**2
def grad_f(x, y, h=1e-5):
    return (f(x + h, y) - f(x - h, y))/(2*h), (f(x, y + h) - f(x, y - h))/(2*h)
eta = 0.01
runs = {}
for inicio in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    p = np.array(inicio, dtype=float)
    camino = [p]
    for _ in range(100):
        p = p - eta*np.array(grad_f(*p))
        camino.append(p)
    runs[inicio] = np.array(camino)
limits = {k: tuple(v[-1]) for k, v in runs.items()}
minima = sorted(limits.values())
print(minima)
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [r.T for r in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
