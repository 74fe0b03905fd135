# Spanish; sympy expressions for grad_g, Rational iterates through subs; gradient_descent itself works with numbers.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# kernel: yes
# %%
import sympy as sp
x, y = sp.symbols("x y")
G = x**2/2 + 2*y**2 - x*y
grad_g = (sp.diff(G, x), sp.diff(G, y))
grad_g
# %%
def gradient_descent(grad, start, step_size, iterations):
    p = tuple(start)
    lista = [p]
    for _ in range(iterations):
        d = grad(*p)
        p = (p[0] - step_size*d[0], p[1] - step_size*d[1])
        lista.append(p)
    return lista
G_num = lambda a, b: [e.subs({x: a, y: b}) for e in grad_g]
trace = gradient_descent(G_num, (sp.Integer(1), sp.Integer(-1)), sp.Rational(1, 10), 48)
trace[3]
# %%
table = []
for t in [1, 2, 8, 18, 38, 48]:
    a, b = trace[t]
    n = sp.sqrt(sum(e**2 for e in G_num(a, b)))
    table.append([t] + [sp.N(v, 8) for v in (a, b, G.subs({x: a, y: b}), n)])
sp.Matrix(table)
# %%
t_stop = 0
while sum(e**2 for e in G_num(*trace[t_stop])) > sp.Rational(4, 10000):
    t_stop += 1
t_stop
# %%
import numpy as np
import matplotlib.pyplot as plt
malla = np.linspace(-2, 2, 60)
MX, MY = np.meshgrid(malla, malla)
fig = plt.figure()
ax = fig.add_subplot(111)
cs = ax.contour(MX, MY, MX**2/2 + 2*MY**2 - MX*MY, levels=[0.05, 0.1, 0.3, 0.5, 1, 2, 3.5, 6])
ax.clabel(cs)
ax.plot([float(a) for a, b in trace], [float(b) for a, b in trace], "k--")
ax.scatter([float(a) for a, b in trace], [float(b) for a, b in trace], c="r", s=10)
fig.savefig("descenso.png")
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
