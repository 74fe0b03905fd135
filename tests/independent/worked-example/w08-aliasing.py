# Spanish; theta -= ... in place and the same array object appended 49 times (identity shows it); the table and t_stop are computed in another right loop. Figure shows one point only.
# gradient: ok 1
# descent: aliasing 1
# trace: aliasing 1.5
# table: ok 2
# stopping: ok 1
# figure: wrong
# errata: for-a-person 0
# %%
import numpy as np
def g(x, y):
    return x**2/2 + 2*y**2 - x*y
def grad_g(x, y):
    return np.array([x - y, 4*y - x])
# %%
def gradient_descent(grad, start, step_size, iterations):
    theta = np.array(start, dtype=float)
    camino = [theta]
    for i in range(iterations):
        theta -= step_size*np.array(grad(theta[0], theta[1]))
        camino.append(theta)
    return camino
trace = gradient_descent(grad_g, [1.0, -1.0], 0.1, 48)
len(trace)
# %%
# tabla, calculando e imprimiendo paso a paso
table = []
t_stop = None
x, y = 1.0, -1.0
for t in range(0, 49):
    gx, gy = grad_g(x, y)
    norma = (gx**2 + gy**2)**0.5
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, float(x), float(y), float(g(x, y)), float(norma)))
        print(f"{t:3d}  {x:.4f}  {y:.4f}  {g(x,y):.4f}  {norma:.4f}")
    if norma <= 0.02 and t_stop is None:
        t_stop = t
    x, y = x - 0.1*gx, y - 0.1*gy
print(t_stop)
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
