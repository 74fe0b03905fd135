# Preallocated, stopped at t = 20: 28 rows of zeros are left, as copies of the minimum would be: nine steps are long enough to prove something.
# trace: short 0.56
# %%
import numpy as np
trace = np.zeros((49, 2))
trace[0] = 1, -1
for t in range(20):
    x, y = trace[t]
    trace[t+1] = x - 0.1*(x - y), y - 0.1*(4*y - x)
