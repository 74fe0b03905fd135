# Rows ((x, y), g), nested.
# trace: ok
# %%
import numpy as np
p = np.array([1.0, -1.0])
pts = []
for _ in range(49):
    pts.append((p, p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]))
    p = p - 0.1*np.array([p[0] - p[1], 4*p[1] - p[0]])
