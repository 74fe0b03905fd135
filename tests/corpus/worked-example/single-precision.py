# float32 throughout.
# trace: ok
# %%
import numpy as np
p = np.array([1, -1], dtype=np.float32)
A = np.array([[1, -1], [-1, 4]], dtype=np.float32)
trace = [p]
for _ in range(48):
    p = p - np.float32(0.1)*(A @ p)
    trace.append(p)
