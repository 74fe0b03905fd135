# English, everything right but the norm is squared (no root) in table and in the stopping test (17).
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: squared-norm 1.5
# stopping: squared-norm|wrong-value 0
# figure: ok 1
# errata: for-a-person 0
# %%
import numpy as np
def grad_g(x, y):
    return np.array([x - y, 4*y - x])
def gradient_descent(grad, start, step_size, iterations):
    out = [np.array(start, float)]
    for _ in range(iterations):
        out.append(out[-1] - step_size*np.asarray(grad(*out[-1])))
    return np.stack(out)
trace = gradient_descent(grad_g, [1.0, -1.0], 0.1, 48)
# %%
def sqnorm(v): return v @ v
header = "t x y g norm".split()
table = []
for t in [1, 2, 8, 18, 38, 48]:
    x, y = trace[t]
    table.append(dict(zip(header, (t, x, y, x**2/2 + 2*y**2 - x*y, sqnorm(grad_g(x, y))))))
for r in table: print({k: round(float(v), 4) for k, v in r.items()})
# %%
t_stop = [sqnorm(grad_g(*p)) <= 0.02 for p in trace].index(True)
t_stop
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
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
