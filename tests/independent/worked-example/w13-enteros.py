# Spanish, start in an int array and results stored in an int array (truncation): start then 48 x (0, 0), degenerate, 0 points, cause integer-arithmetic. The function keeps ints only for int starts; with the grader's float start it is right.
# gradient: ok 1
# descent: ok 2
# trace: integer-arithmetic 0
# table: wrong
# stopping: wrong 0
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
    start = np.array(start)
    puntos = np.zeros((iterations + 1, 2), dtype=start.dtype)
    puntos[0] = start
    for i in range(iterations):
        puntos[i+1] = puntos[i] - step_size*np.array(grad(*puntos[i]))
    return puntos
trace = gradient_descent(grad_g, [1, -1], 0.1, 48)
print(trace[:4])
# %%
table = [[t, int(trace[t][0]), int(trace[t][1]), float(g(*trace[t])), float(np.linalg.norm(grad_g(*trace[t])))] for t in [1, 2, 8, 18, 38, 48]]
table
# %%
t_stop = 0
while np.linalg.norm(grad_g(*trace[t_stop])) > 0.02:
    t_stop += 1
print(t_stop)
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
