# Function returning a dict of results; ends printed with names; minima typed as literals.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
def G(x, y):
    return np.array([4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)])
def simular(p, tasa=0.009, n=100):
    pts = [np.array(p, float)]
    for _ in range(n):
        pts.append(pts[-1] - tasa*G(*pts[-1]))
    return {"inicio": p, "puntos": np.array(pts), "fin": pts[-1], "tasa": tasa}
sims = [simular(p) for p in [(0, 1), (-1, 1), (-1, -1), (0, -1)]]
for s in sims:
    print("inicio:", s["inicio"], "fin:", np.round(s["fin"], 4))
# %%
los_cuatro_minimos = [(3, 2), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)]
