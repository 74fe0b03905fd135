# English; closed form: (I - eta H)^t theta_0 by matrix powers built from the last to the first (reversed loop), then sorted; gradient_descent normal and given a generator.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# kernel: yes
# %%
import numpy as np
H = np.array([[1, -1], [-1, 4]])
def grad_g(x, y):
    return tuple(H @ [x, y])
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    yield x, y
    for _ in range(iterations):
        gx, gy = grad(x, y)
        x, y = x - step_size*gx, y - step_size*gy
        yield x, y
# %%
M = np.eye(2) - 0.1*H
trace = {}
for t in reversed(range(49)):
    trace[t] = np.linalg.matrix_power(M, t) @ [1, -1]
trace = [trace[t] for t in sorted(trace)]
assert np.allclose(trace, list(gradient_descent(grad_g, (1.0, -1.0), 0.1, 48)))
# %%
norm = lambda p: np.sqrt(p @ H @ H @ p)
table = [[t, trace[t][0], trace[t][1], 0.5*trace[t] @ H @ trace[t], norm(trace[t])] for t in [48, 38, 18, 8, 2, 1]]
t_stop = min(t for t in range(49) if norm(trace[t]) <= 0.02)
# %%
import numpy as np
import matplotlib.pyplot as plt
malla = np.linspace(-2, 2, 60)
MX, MY = np.meshgrid(malla, malla)
fig = plt.figure()
ax = fig.add_subplot(111)
cs = ax.contour(MX, MY, MX**2/2 + 2*MY**2 - MX*MY, levels=[0.05, 0.1, 0.3, 0.5, 1, 2, 3.5, 6])
ax.clabel(cs)
ax.plot([p[0] for p in trace], [p[1] for p in trace], "k--")
ax.scatter([p[0] for p in trace], [p[1] for p in trace], c="r", s=10)
fig.savefig("descenso.png")
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
