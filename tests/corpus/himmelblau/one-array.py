# An array (4, 101, 2), all runs at once.
# runs: ok
# limits: ok
# %%
import numpy as np
eta = 0.01
runs = np.zeros((4, 101, 2))
runs[:, 0] = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
for k in range(100):
    x, y = runs[:, k].T
    a, b = x**2 + y - 11, x + y**2 - 7
    runs[:, k+1] = runs[:, k] - eta*np.stack([4*x*a + 2*b, 2*a + 4*y*b], axis=1)
limites = runs[:, -1]
