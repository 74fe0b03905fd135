# Spanish, dict of lists of tuples, sequential update in all four runs; limits and minima right.
# gradient: ok 1
# runs: sequential-update 2
# limits: ok 2
# minima: ok 2
# figure: carried-forward 0.5
# discussion: for-a-person 0
# %%
def f(x, y):
    return (x**2 + y - 11)**2 + (x + y**2 - 7)**2
def df_dx(x, y): return 4*x*(x**2 + y - 11) + 2*(x + y**2 - 7)
def df_dy(x, y): return 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)
def grad_f(x, y):
    return (df_dx(x, y), df_dy(x, y))
# %%
eta = 0.01
inicios = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
runs = {}
for inicio in inicios:
    x, y = inicio
    pts = [(x, y)]
    for _ in range(100):
        x -= eta*df_dx(x, y)
        y -= eta*df_dy(x, y)
        pts.append((x, y))
    runs[inicio] = pts
    print(inicio, "->", pts[-1], "f =", f(*pts[-1]))
# %%
limits = {k: v[-1] for k, v in runs.items()}
minima = list(limits.values())
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [zip(*p) for p in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
