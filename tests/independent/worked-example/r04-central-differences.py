# English; gradient by central differences h = 1e-6 (honest, a remark).
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
import numpy as np
h = 1e-6
def g(x, y):
    return x**2/2 + 2*y**2 - x*y
def grad_g(x, y):
    return np.array([(g(x + h, y) - g(x - h, y))/(2*h), (g(x, y + h) - g(x, y - h))/(2*h)])
def gradient_descent(grad, start, step_size, iterations):
    theta = np.array(start, dtype=float)
    hist = [theta.copy()]
    for _ in range(iterations):
        theta = theta - step_size*np.array(grad(*theta))
        hist.append(theta.copy())
    return hist
trace = gradient_descent(grad_g, (1., -1.), 0.1, 48)
# %%
import pandas as pd
table = pd.DataFrame([[t, *trace[t], g(*trace[t]), np.linalg.norm(grad_g(*trace[t]))] for t in [1, 2, 8, 18, 38, 48]], columns=["t", "x", "y", "g", "norm"])
table.round(4)
# %%
t_stop = next(i for i, p in enumerate(trace) if np.linalg.norm(grad_g(*p)) <= 0.02)
# %%
from matplotlib import pyplot
import numpy
u, v = numpy.mgrid[-1.5:1.5:60j, -1.5:1.5:60j]
pyplot.contour(u, v, u*u/2 + 2*v*v - u*v, 12, colors="gray")
pyplot.scatter([p[0] for p in trace], [p[1] for p in trace], marker="x")
pyplot.axis("equal")
pyplot.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
