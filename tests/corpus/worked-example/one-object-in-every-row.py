# The same array is appended 49 times.
# trace: aliasing 1.5
# %%
import numpy as np
p = np.array([1.0, -1.0])
trace = [p]
for _ in range(48):
    p -= 0.1*np.array([p[0] - p[1], 4*p[1] - p[0]])
    trace.append(p)
