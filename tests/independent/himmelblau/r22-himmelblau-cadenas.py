# Spanish; string keys '(0, 1)', values DataFrames rounded to four decimals for display, eta 0.01.
# gradient: ok 1
# runs: ok 4
# limits: ok 2
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import pandas as pd
def grad_f(x, y):
    return (4*x**3 + 4*x*y - 42*x + 2*y**2 - 14, 2*x**2 - 22 + 4*x*y + 4*y**3 - 26*y)
eta = 0.01
# %%
runs, limits = {}, {}
for x0, y0 in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = x0, y0
    filas = [(0, x, y)]
    for k in range(1, 101):
        gx, gy = grad_f(x, y)
        x, y = x - eta*gx, y - eta*gy
        filas.append((k, x, y))
    clave = f"({x0}, {y0})"
    runs[clave] = pd.DataFrame(filas, columns=["k", "x", "y"]).round(4)
    limits[clave] = (round(x, 4), round(y, 4))
limits
# %%
minima = pd.DataFrame(list(limits.values()), columns=["x", "y"])
minima
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [(d.x, d.y) for d in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
