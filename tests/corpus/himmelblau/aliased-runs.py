# The same array object in every row of every run.
# runs: aliasing 2
# %%
import numpy as np
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    p = np.array(s, float)
    r = [p]
    for _ in range(100):
        x, y = p
        a, b = x**2 + y - 11, x + y**2 - 7
        p -= eta*np.array([4*x*a + 2*b, 2*a + 4*y*b])
        r.append(p)
    runs[s] = r
