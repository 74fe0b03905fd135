# Points of shape (1, 2).
# trace: ok
# %%
import numpy as np
p = np.array([[1.0, -1.0]])
trace = [p]
for _ in range(48):
    p = p - 0.1*p @ np.array([[1.0, -1.0], [-1.0, 4.0]])
    trace.append(p)
