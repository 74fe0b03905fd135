# The same, but the gradient at the last point is looked at too: then all 49 are there.
# names: own
# gradient: ok
# trace: ok
# %%
import numpy as np
def grad_en(p):
    return np.array([p[0] - p[1], 4*p[1] - p[0]])
def baja(p, eta, n):
    for _ in range(n):
        p = p - eta*grad_en(p)
    return p
fin = baja(np.array([1.0, -1.0]), 0.1, 48)
norma_final = np.linalg.norm(grad_en(fin))
