# Spanish, momentum 0.9 (heavy ball) in trace and function; the trace is `trayectoria` (an alias in the contract), printed with 4 decimals; t_stop sought on a longer run of its own (66): 0 or 1/2.
# gradient: ok 1
# descent: momentum 1
# trace: momentum 1.5
# table: carried-forward|momentum 1.17
# stopping: wrong
# figure: carried-forward 0.5
# errata: for-a-person 0
# kernel: yes
# %%
import numpy as np
def g(x, y):
    return x**2/2 + 2*y**2 - x*y
def grad_g(x, y):
    return np.array([x - y, 4*y - x])

def gradient_descent(grad, start, step_size, iterations, beta=0.9):
    theta = np.array(start, dtype=float)
    vel = np.zeros_like(theta)
    pasos = [theta.copy()]
    for t in range(iterations):
        vel = beta*vel - step_size*np.array(grad(*theta))
        theta = theta + vel
        pasos.append(theta.copy())
    return pasos
# %%
trayectoria = gradient_descent(grad_g, [1, -1], 0.1, 48)
impresos = [(round(float(p[0]), 4), round(float(p[1]), 4)) for p in trayectoria]
for i, p in enumerate(impresos):
    print(i, p)
# %%
table = []
for t in [1, 2, 8, 18, 38, 48]:
    x, y = trayectoria[t]
    table.append([t, round(float(x), 4), round(float(y), 4), round(float(g(x, y)), 4), round(float(np.linalg.norm(grad_g(x, y))), 4)])
table
# %%
larga = gradient_descent(grad_g, [1, -1], 0.1, 500)
t_stop = min(t for t, p in enumerate(larga) if np.linalg.norm(grad_g(*p)) <= 0.02)
print(t_stop)
# %%
import numpy as np
import matplotlib.pyplot as plt
malla = np.linspace(-2, 2, 60)
MX, MY = np.meshgrid(malla, malla)
fig = plt.figure()
ax = fig.add_subplot(111)
cs = ax.contour(MX, MY, MX**2/2 + 2*MY**2 - MX*MY, levels=[0.05, 0.1, 0.3, 0.5, 1, 2, 3.5, 6])
ax.clabel(cs)
ax.plot([p[0] for p in trayectoria], [p[1] for p in trayectoria], "k--")
ax.scatter([p[0] for p in trayectoria], [p[1] for p in trayectoria], c="r", s=10)
fig.savefig("descenso.png")
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
