# Heavy ball with β = 0.5.
# runs: momentum 2
# %%
import numpy as np
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    p, v = np.array(s, float), np.zeros(2)
    r = [p]
    for _ in range(100):
        x, y = p
        a, b = x**2 + y - 11, x + y**2 - 7
        v = 0.5*v - eta*np.array([4*x*a + 2*b, 2*a + 4*y*b])
        p = p + v
        r.append(p)
    runs[s] = r
