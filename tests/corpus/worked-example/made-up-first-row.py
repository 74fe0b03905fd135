# A row of zeros stands before the start.
# trace: off-by-one 1.5
# %%
import numpy as np
trace = np.zeros((49, 2))
x, y = 1.0, -1.0
for t in range(1, 49):
    trace[t] = x, y
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
