# The gradient is divided by its norm.
# trace: normalised-gradient 1.5
# %%
import numpy as np
p = np.array([1.0, -1.0])
trace = [p]
for _ in range(48):
    d = np.array([p[0] - p[1], 4*p[1] - p[0]])
    p = p - 0.1*d/np.linalg.norm(d)
    trace.append(p)
