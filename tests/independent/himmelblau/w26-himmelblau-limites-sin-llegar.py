# Spanish; eta = 0.001 (allowed): runs right, but limits are the last iterates, which have not all arrived: 1/2 for those farther than 0.01 from the limit; minima likewise from last iterates (within 0.01 or wrong).
# gradient: ok 1
# runs: ok 4
# limits: carried-forward 1
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import numpy as np

def grad_f(x, y):
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b

eta = 0.001
inicios = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
runs = {}
for s in inicios:
    P = [np.array(s, float)]
    for _ in range(100):
        P.append(P[-1] - eta*np.array(grad_f(*P[-1])))
    runs[s] = P
limits = {s: tuple(np.round(runs[s][-1], 4)) for s in inicios}
limits
# %%
from scipy.optimize import fsolve
minima = [fsolve(lambda v: grad_f(*v), s) for s in [(3, 2), (-3, 3), (-4, -3), (3.5, -2)]]
minima
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [([p[0] for p in r], [p[1] for p in r]) for r in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
