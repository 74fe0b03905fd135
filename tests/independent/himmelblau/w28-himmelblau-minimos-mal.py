# Spanish; runs right; minima lists the local maximum (-0.2708, -0.9230) for one minimum (3/4 of 2 = 1.5); limits of (-1, 1) and (0, -1) interchanged (1.0).
# gradient: ok 1
# runs: ok 4
# limits: wrong-value 1
# minima: wrong-value 1.5
# figure: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
import sympy as sp
x, y = sp.symbols("x y")
F = (x**2 + y - 11)**2 + (x + y**2 - 7)**2
Fx, Fy = sp.diff(F, x), sp.diff(F, y)
_g = sp.lambdify((x, y), [Fx, Fy])
def grad_f(a, b):
    return _g(a, b)
# %%
eta = 0.01
runs = {}
for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    tr = [s]
    for k in range(100):
        d = grad_f(*tr[-1])
        tr.append((tr[-1][0] - eta*d[0], tr[-1][1] - eta*d[1]))
    runs[s] = tr
# %%
sols = [sp.nsolve((Fx, Fy), (x, y), p) for p in [(3, 2), (-3, 3), (-4, -3), (-0.3, -0.9)]]
minima = [(float(s[0]), float(s[1])) for s in sols]
limits = {(0, 1): (3, 2), (-1, 1): (3.5844, -1.8481), (-1, -1): (-3.7793, -3.2832), (0, -1): (-2.8051, 3.1313)}
print(minima)
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [([a for a, b in r], [b for a, b in r]) for r in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
