# All four runs at once in one array; where they end and the minima beside it.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
def derivative(p):
    x, y = p[..., 0], p[..., 1]
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.stack([4*x*a + 2*b, 2*a + 4*y*b], axis=-1)
Theta = np.zeros((4, 101, 2))
Theta[:, 0] = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
alpha = 0.012
for k in range(100):
    Theta[:, k + 1] = Theta[:, k] - alpha*derivative(Theta[:, k])
converged_to = Theta[:, -1]
found_minima = np.unique(converged_to.round(3), axis=0)
