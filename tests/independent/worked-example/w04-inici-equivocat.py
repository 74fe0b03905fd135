# Catalan, pandas DataFrame with columns x, y; start (1, 1) for (1, -1); the function is right. t_stop never reached in 48 steps so the student runs on to find its own, 53: 0 or 1/2.
# gradient: ok 1
# descent: ok 2
# trace: wrong-start 1.5
# table: carried-forward|wrong-start 1
# stopping: wrong
# figure: carried-forward 0.5
# errata: for-a-person 0
# kernel: yes
# %%
import numpy as np
import pandas as pd
g = lambda x, y: 0.5*x*x + 2*y*y - x*y
def grad_g(x, y):
    """derivades parcials"""
    return [x - y, 4*y - x]
# %%
def gradient_descent(grad, start, step_size, iterations):
    punts = [[float(start[0]), float(start[1])]]
    for _ in range(iterations):
        a, b = punts[-1]
        da, db = grad(a, b)
        punts.append([a - step_size*da, b - step_size*db])
    return punts
# %%
inici = [1, 1]
trace = pd.DataFrame(gradient_descent(grad_g, inici, 0.1, 48), columns=["x", "y"])
trace["g"] = g(trace.x, trace.y)
trace["norm"] = np.hypot(trace.x - trace.y, 4*trace.y - trace.x)
trace.head()
# %%
table = trace.loc[[1, 2, 8, 18, 38, 48]].round(4)
table.insert(0, "t", table.index)
table
# %%
llarga = gradient_descent(grad_g, inici, 0.1, 200)
t_stop = [k for k, (a, b) in enumerate(llarga) if np.hypot(*grad_g(a, b)) <= 0.02][0]
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
ax.plot(trace.x, trace.y, "k--")
ax.scatter(trace.x, trace.y, c="r", s=10)
fig.savefig("descenso.png")
# %%
slide_errata = 'La columna de la norma és en realitat g, i la fila 48 és la de t=38.'
