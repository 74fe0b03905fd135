# A function that gives a run; it is never called with all four starts.
# names: own
# gradient: ok
# runs: ok
# %%
import numpy as np
def g_him(p):
    x, y = p
    return np.array([4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)])
def camino_desde(punto, lr=0.01, n=100):
    r = [np.array(punto, float)]
    for _ in range(n):
        r.append(r[-1] - lr*g_him(r[-1]))
    return np.array(r)
uno = camino_desde((0, 1))[-1]
