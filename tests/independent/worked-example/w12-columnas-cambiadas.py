# Spanish, table rows as tuples (t, x, y, norm, g): g and norm swapped; 12 of 24 cells right. Whether recognised swapped columns keep something the contract does not say.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: swapped-columns 1
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# kernel: yes
# %%
import numpy as np
grad_g = lambda x, y: np.array([x - y, 4*y - x])
gradient_descent = lambda grad, start, step_size, iterations: _rec(grad, [np.array(start, float)], step_size, iterations)
def _rec(grad, lista, paso, n):
    if n == 0:
        return lista
    p = lista[-1]
    return _rec(grad, lista + [p - paso*np.array(grad(*p))], paso, n - 1)
trace = gradient_descent(grad_g, (1, -1), .1, 48)
# %%
table = []
for t in [1, 2, 8, 18, 38, 48]:
    x, y = map(float, trace[t])
    norma = float(np.linalg.norm(grad_g(x, y)))
    valor = x**2/2 + 2*y**2 - x*y
    table.append((t, round(x, 4), round(y, 4), round(norma, 4), round(valor, 4)))
table
# %%
t_stop = int(np.nonzero(np.array([np.linalg.norm(grad_g(*p)) for p in trace]) <= 0.02)[0][0])
# %%
import numpy as np
import matplotlib.pyplot as plt
malla = np.linspace(-2, 2, 60)
MX, MY = np.meshgrid(malla, malla)
fig = plt.figure()
ax = fig.add_subplot(111)
cs = ax.contour(MX, MY, MX**2/2 + 2*MY**2 - MX*MY, levels=[0.05, 0.1, 0.3, 0.5, 1, 2, 3.5, 6])
ax.clabel(cs)
ax.plot(np.array(trace)[:, 0], np.array(trace)[:, 1], "k--")
ax.scatter(np.array(trace)[:, 0], np.array(trace)[:, 1], c="r", s=10)
fig.savefig("descenso.png")
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
