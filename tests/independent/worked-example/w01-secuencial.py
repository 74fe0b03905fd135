# Spanish script, two separate lists, sequential update (second line sees the new x) in trace and function; displayed full.
# gradient: ok 1
# descent: sequential-update 1
# trace: sequential-update 1.5
# table: carried-forward|sequential-update
# stopping: carried-forward 0.5
# figure: carried-forward 0.5
# errata: for-a-person 0
# %%
import math
eta = 0.1
def g(x, y):
    return 0.5*x**2 + 2*y**2 - x*y
def grad_g(x, y):
    dx = x - y
    dy = 4*y - x
    return dx, dy
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = float(start[0]), float(start[1])
    historia_x = [x]
    historia_y = [y]
    for i in range(iterations):
        x = x - step_size * grad(x, y)[0]
        y = y - step_size * grad(x, y)[1]
        historia_x.append(x)
        historia_y.append(y)
    return list(zip(historia_x, historia_y))
# %%
trace = gradient_descent(grad_g, (1, -1), eta, 48)
table = []
for t in [1, 2, 8, 18, 38, 48]:
    x, y = trace[t]
    table.append((t, x, y, g(x, y), math.sqrt((x-y)**2 + (4*y-x)**2)))
for fila in table:
    print("%3d %.4f %.4f %.4f %.4f" % fila)
t_stop = None
for t, (x, y) in enumerate(trace):
    if math.hypot(*grad_g(x, y)) <= 0.02:
        t_stop = t
        break
print("t_stop =", t_stop)
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot([p[0] for p in trace], [p[1] for p in trace], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
