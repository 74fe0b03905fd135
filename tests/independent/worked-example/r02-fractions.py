# English; exact Fractions throughout, trace a list of pairs of Fractions, table strings with 4 decimals.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
from fractions import Fraction as Fr
import math
def grad_g(x, y):
    return (x - y, 4*y - x)
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    path = [(x, y)]
    for _ in range(iterations):
        gx, gy = grad(x, y)
        x, y = x - step_size*gx, y - step_size*gy
        path.append((x, y))
    return path
trace = gradient_descent(grad_g, (Fr(1), Fr(-1)), Fr(1, 10), 48)
trace[:4]
# %%
def g(x, y): return x*x/2 + 2*y*y - x*y
def norm(p):
    a, b = grad_g(*p)
    return math.sqrt(a*a + b*b)
table = [(t, f"{float(trace[t][0]):.4f}", f"{float(trace[t][1]):.4f}", f"{float(g(*trace[t])):.4f}", f"{norm(trace[t]):.4f}") for t in (1, 2, 8, 18, 38, 48)]
table
# %%
t_stop = next(t for t in range(49) if norm(trace[t]) <= Fr(2, 100))
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot([float(p[0]) for p in trace], [float(p[1]) for p in trace], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
