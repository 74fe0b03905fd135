# English; the start is never stored (append after the update), so 48 rows, table and t_stop shifted by one (t_stop = 43). For the trace the contract's line 2 needs right rows 1..n; here row 0 is theta_1, so line 4 (off-by-one, 1/2) is meant. Figure lacks the start: 1/2 by own trace.
# gradient: ok 1
# descent: off-by-one 1
# trace: off-by-one 1.5
# table: carried-forward|off-by-one|stale-column
# stopping: carried-forward|off-by-one|wrong-value
# figure: carried-forward 0.5
# errata: for-a-person 0
# %%
import numpy as np
def g(v):
    x, y = v
    return x**2/2 + 2*y**2 - x*y
def grad_g(v):
    x, y = v
    return np.array([x - y, 4*y - x])
# %%
def gradient_descent(grad, start, step_size, iterations):
    p = np.array(start, dtype=float)
    history = []
    for i in range(iterations):
        p = p - step_size*np.array(grad(p))
        history.append(p)
    return np.array(history)

trace = gradient_descent(grad_g, [1.0, -1.0], 0.1, 48)
trace.shape
# %%
table = []
for t in [1, 2, 8, 18, 38, 48]:
    p = trace[min(t, len(trace) - 1)]
    table.append([t, p[0], p[1], g(p), np.linalg.norm(grad_g(p))])
table
# %%
t_stop = 0
while np.linalg.norm(grad_g(trace[t_stop])) > 0.02:
    t_stop += 1
print("first t:", t_stop)
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot(*trace.T, "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
