# Preallocated arrays, one a coordinate, Spanish names.
# names: own
# trace: ok
# %%
import numpy as np
historia_x, historia_y = np.zeros(49), np.zeros(49)
historia_x[0], historia_y[0] = 1, -1
for k in range(48):
    historia_x[k+1] = historia_x[k] - 0.1*(historia_x[k] - historia_y[k])
    historia_y[k+1] = historia_y[k] - 0.1*(4*historia_y[k] - historia_x[k])
