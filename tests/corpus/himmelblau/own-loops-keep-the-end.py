# Four runs in one loop over the starts; what is kept are the ends. From (−1, 1) the run stands still long before its last step. The ends are the minima as well.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
def gradiente(p):
    a, b = p[0]**2 + p[1] - 11, p[0] + p[1]**2 - 7
    return np.array([4*p[0]*a + 2*b, 2*a + 4*p[1]*b])
eta = 0.01
# %%
finales = {}
for inicio in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    p = np.array(inicio, dtype=float)
    for k in range(100):
        p = p - eta*gradiente(p)
    finales[inicio] = tuple(p)
