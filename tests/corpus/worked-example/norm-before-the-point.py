# A norm and a gradient stand before the point, without names: only the numbers tell.
# names: own
# trace: ok
# %%
import numpy as np
registro = []
p = np.array([1.0, -1.0])
for k in range(49):
    d = np.array([p[0] - p[1], -p[0] + 4*p[1]])
    registro.append([np.linalg.norm(d), d[0], d[1], p[0], p[1]])
    p = p - 0.1*d
