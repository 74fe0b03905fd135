# 4x(x² + y − 11) became 2x(x² + y − 11).
# runs: wrong-gradient 2
# %%
import numpy as np
eta = 0.01
def run(p):
    out = [np.array(p, float)]
    for _ in range(100):
        x, y = out[-1]
        a, b = x**2 + y - 11, x + y**2 - 7
        out.append(out[-1] - eta*np.array([2*x*a + 2*b, 2*a + 4*y*b]))
    return out
runs = {s: run(s) for s in ((0, 1), (-1, 1), (-1, -1), (0, -1))}
