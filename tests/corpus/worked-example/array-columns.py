# The same lying on its side: (2, 49).
# trace: ok
# %%
import numpy as np
P = np.empty((2, 49))
P[:, 0] = 1, -1
for k in range(48):
    P[0, k + 1] = P[0, k] - 0.1 * (P[0, k] - P[1, k])
    P[1, k + 1] = P[1, k] - 0.1 * (4 * P[1, k] - P[0, k])
path = P
