# The limits are printed, one sentence a start; the minima come from scipy's solver under a name of their own.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
from scipy.optimize import fsolve
def parciales(v):
    a, b = v[0]**2 + v[1] - 11, v[0] + v[1]**2 - 7
    return [4*v[0]*a + 2*b, 2*a + 4*v[1]*b]
rutas = []
for x, y in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    esta = [(x, y)]
    for k in range(100):
        dx, dy = parciales((x, y))
        x, y = x - 0.01*dx, y - 0.01*dy
        esta.append((x, y))
    rutas.append(esta)
    print(f"Desde {esta[0]} la corrida llega a x = {x:.5f}, y = {y:.5f}")
minimos_de_f = [fsolve(parciales, g) for g in [(3, 2), (-3, 3), (-4, -3), (4, -2)]]
minimos_de_f
