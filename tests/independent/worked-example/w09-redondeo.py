# Spanish, hand-like work: round(…, 3) inside the update, in trace and function; t_stop = 44 is right all the same.
# gradient: ok 1
# descent: rounding-in-update 1
# trace: rounding-in-update 1.5
# table: carried-forward|rounding-in-update
# stopping: ok 1
# figure: open
# errata: for-a-person 0
# %%
def grad_g(x, y):
    return (x - y, 4*y - x)
def g(x, y):
    return x**2/2 + 2*y**2 - x*y
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    pts = [(float(x), float(y))]
    for _ in range(iterations):
        dx, dy = grad(x, y)
        x, y = round(float(x - step_size*dx), 3), round(float(y - step_size*dy), 3)
        pts.append((x, y))
    return pts
trace = gradient_descent(grad_g, (1, -1), 0.1, 48)
print(trace)
# %%
table = []
for t in [1, 2, 8, 18, 38, 48]:
    x, y = trace[t]
    gx, gy = grad_g(x, y)
    table.append((t, x, y, round(g(x, y), 4), round((gx*gx + gy*gy)**0.5, 4)))
print(*table, sep="\n")
# %%
t_stop = -1
for t in range(49):
    gx, gy = grad_g(*trace[t])
    if (gx*gx + gy*gy)**0.5 <= 0.02:
        t_stop = t
        break
print(t_stop)
# %%
from matplotlib import pyplot
import numpy
u, v = numpy.mgrid[-1.5:1.5:60j, -1.5:1.5:60j]
pyplot.contour(u, v, u*u/2 + 2*v*v - u*v, 12, colors="gray")
pyplot.scatter([a for a, b in trace], [b for a, b in trace], marker="x")
pyplot.axis("equal")
pyplot.show()
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
