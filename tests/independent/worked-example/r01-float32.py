# Spanish; all arithmetic in float32 arrays, preallocated (49, 2).
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
import numpy as np
def grad_g(x, y):
    return np.array([x - y, 4*y - x], dtype=np.float32)
def gradient_descent(grad, start, step_size, iterations):
    P = np.zeros((iterations + 1, 2), dtype=np.float32)
    P[0] = start
    for i in range(iterations):
        P[i+1] = P[i] - np.float32(step_size)*np.asarray(grad(*P[i]), dtype=np.float32)
    return P
trace = gradient_descent(grad_g, [1, -1], 0.1, 48)
trace.dtype
# %%
tabla = []
for t in (1, 2, 8, 18, 38, 48):
    x, y = trace[t]
    tabla.append((t, x, y, x**2/2 + 2*y**2 - x*y, np.linalg.norm(grad_g(x, y))))
table = tabla
t_stop = int(np.flatnonzero([np.linalg.norm(grad_g(*p)) <= 0.02 for p in trace])[0])
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot(trace[:, 0], trace[:, 1], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
