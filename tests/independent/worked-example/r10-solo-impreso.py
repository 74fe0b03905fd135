# Names of the contract ignored: Spanish; plain script, everything only printed with 4 decimals (49 lines t x y g norm), plus a figure drawn from lists kept in the loop.
# names: own
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# errata: open
# %%
eta = 0.1
x, y = 1.0, -1.0
px, py = [], []
corte = None
print("t   x   y   g   norma")
for t in range(49):
    dx = x - y
    dy = 4*y - x
    norma = (dx**2 + dy**2)**0.5
    px.append(x); py.append(y)
    print(f"{t:2d} {x:.4f} {y:.4f} {x**2/2 + 2*y**2 - x*y:.4f} {norma:.4f}")
    if norma <= 0.02 and corte is None:
        corte = t
    x, y = x - eta*dx, y - eta*dy
print("primer t con norma <= 0.02:", corte)
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot(px, py, "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
