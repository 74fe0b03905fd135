# 0/0 from t = 10 on.
# trace: not-finite
# %%
import numpy as np
with np.errstate(all="ignore"):
    p = np.array([1.0, -1.0])
    trace = [p]
    for t in range(48):
        p = p - 0.1*np.array([p[0] - p[1], 4*p[1] - p[0]])*(np.float64(9 - t)/np.float64(9 - t))
        trace.append(p)
