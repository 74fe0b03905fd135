# Spanish; display with decimal commas: table rows are strings with four decimals; trace rounded to four decimals for display only.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
from math import sqrt
def grad_g(x, y):
    return [x - y, -x + 4*y]
def gradient_descent(grad, start, step_size, iterations):
    camino = [[float(c) for c in start]]
    for _ in range(iterations):
        viejo = camino[-1]
        d = grad(viejo[0], viejo[1])
        camino.append([viejo[i] - step_size*d[i] for i in range(2)])
    return camino
camino = gradient_descent(grad_g, [1, -1], 0.1, 48)
trace = [(round(float(a), 4), round(float(b), 4)) for a, b in camino]
# %%
def coma(v): return f"{v:.4f}".replace(".", ",")
table = []
t_stop = None
for t, (a, b) in enumerate(camino):
    dx, dy = grad_g(a, b)
    n = sqrt(dx**2 + dy**2)
    if n <= 0.02 and t_stop is None: t_stop = t
    if t in (1, 2, 8, 18, 38, 48):
        table.append((str(t), coma(a), coma(b), coma(a*a/2 + 2*b*b - a*b), coma(n)))
for f in table: print(" | ".join(f))
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot([p[0] for p in camino], [p[1] for p in camino], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
