# The start's coordinates are exchanged: (−1, 1).
# trace: wrong-start 1.5
# %%
import numpy as np
p = np.array([-1.0, 1.0])
path = [p]
for _ in range(48):
    p = p - 0.1*np.array([p[0] - p[1], 4*p[1] - p[0]])
    path.append(p)
