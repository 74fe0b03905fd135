# The same with three decimals, and numpy.
# trace: rounding-in-update 1.5
# %%
import numpy as np
p = np.array([1.0, -1.0])
trace = [p]
for _ in range(48):
    p = np.round(p - 0.1*np.array([p[0] - p[1], 4*p[1] - p[0]]), 3)
    trace.append(p)
