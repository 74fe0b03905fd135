# A numpy structured array with named fields.
# trace: ok
# %%
import numpy as np
trace = np.zeros(49, dtype=[("t", int), ("x", float), ("y", float)])
x, y = 1.0, -1.0
for t in range(49):
    trace[t] = (t, x, y)
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
