# Differences with h = 1e-6, single loop.
# gradient: ok
# runs: ok
# limits: ok
# %%
import numpy as np
f = lambda p: (p[0]**2 + p[1] - 11)**2 + (p[0] + p[1]**2 - 7)**2
def num(p, h=1e-6):
    return np.array([(f(p + h*e) - f(p))/h for e in np.eye(2)])
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    r = [np.array(s, float)]
    for _ in range(100):
        r.append(r[-1] - eta*num(r[-1]))
    runs[s] = r
limits = [runs[s][-1] for s in runs]
