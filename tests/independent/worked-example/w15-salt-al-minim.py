# Catalan; Newton's method: one jump into (0, 0), then 48 copies; the function does Newton with a numerical Hessian too. Degenerate trace: nothing, and it carries nothing.
# gradient: ok 1
# descent: wrong 0
# trace: wrong 0
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
    p = np.array(start, dtype=float)
    cami = [p.copy()]
    for _ in range(iterations):
        h = 1e-5
        d = np.array(grad(*p))
        H = np.array([(np.array(grad(p[0]+h, p[1])) - np.array(grad(p[0]-h, p[1])))/(2*h),
                      (np.array(grad(p[0], p[1]+h)) - np.array(grad(p[0], p[1]-h)))/(2*h)]).T
        p = p - np.linalg.solve(H, d)
        cami.append(p.copy())
    return np.array(cami)
trace = np.round(gradient_descent(grad_g, [1, -1], 0.1, 48), 6) + 0.0
print(trace[:3])
# %%
table = [(t, trace[t, 0], trace[t, 1], g(*trace[t]), np.linalg.norm(grad_g(*trace[t]))) for t in (1, 2, 8, 18, 38, 48)]
t_stop = next(i for i, p in enumerate(trace) if np.linalg.norm(grad_g(*p)) <= 0.02)
print(table, t_stop)
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
slide_errata = 'La columna de la norma és en realitat g, i la fila 48 és la de t=38.'
