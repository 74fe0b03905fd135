# int arrays: after one step everything is 0. Degenerate: the cause is named, and earns nothing.
# trace: integer-arithmetic 0
# %%
import numpy as np
trace = np.zeros((49, 2), dtype=int)
trace[0] = [1, -1]
for t in range(48):
    x, y = trace[t]
    trace[t+1] = [x - 0.1*(x - y), y - 0.1*(4*y - x)]
