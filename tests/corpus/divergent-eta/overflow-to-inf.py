# numpy goes on to inf and nan: what follows an overflow does not count against it.
# diverges-g: ok
# %%
import numpy as np
eta_g = 2.0
p = np.array([1.0, -1.0])
filas = []
with np.errstate(all="ignore"):
    for _ in range(1200):
        filas.append(p)
        p = p - eta_g*np.array([p[0] - p[1], 4*p[1] - p[0]])
trace_g = np.array(filas)
