# The gradient is subtracted whole: η forgotten (ten times 0.1 gives the same).
# trace: missing-step-size|wrong-step-size 1.5
# %%
import numpy as np
p = np.array([1.0, -1.0])
trace = [p]
for _ in range(48):
    p = p - np.array([p[0] - p[1], 4*p[1] - p[0]])
    trace.append(p)
