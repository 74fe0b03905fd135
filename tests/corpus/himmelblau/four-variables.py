# A variable a run, names of their own.
# names: own
# runs: ok
# %%
import numpy as np
def run(p):
    out = [p]
    for _ in range(100):
        x, y = out[-1]
        a, b = x**2 + y - 11, x + y**2 - 7
        out.append((x - 0.01*(4*x*a + 2*b), y - 0.01*(2*a + 4*y*b)))
    return np.array(out)
camino_a, camino_b = run((0.0, 1.0)), run((-1.0, 1.0))
camino_c, camino_d = run((-1.0, -1.0)), run((0.0, -1.0))
