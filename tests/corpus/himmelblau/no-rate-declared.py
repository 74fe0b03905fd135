# eta is not declared: it is fitted from the runs, and told.
# runs: ok
# remark: step-size-fitted
# %%
import numpy as np
def run(p):
    out = [np.array(p, float)]
    for _ in range(100):
        x, y = out[-1]
        a, b = x**2 + y - 11, x + y**2 - 7
        out.append(out[-1] - 0.012*np.array([4*x*a + 2*b, 2*a + 4*y*b]))
    return out
runs = {s: run(s) for s in ((0, 1), (-1, 1), (-1, -1), (0, -1))}
