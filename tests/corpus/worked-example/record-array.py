# np.rec.array, its fields out of order.
# names: own
# trace: ok
# %%
import numpy as np
ys, xs = [], []
x, y = 1.0, -1.0
for t in range(49):
    xs.append(x); ys.append(y)
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
tabla_np = np.rec.fromarrays([ys, xs], names="y,x")
del xs, ys
