# The same by filling an array in place and reading from it.
# trace: sequential-update 1.5
# %%
import numpy as np
w = np.array([1.0, -1.0])
historial = [w.copy()]
for _ in range(48):
    for i in range(2):
        w[i] -= 0.1*(w[0] - w[1] if i == 0 else 4*w[1] - w[0])
    historial.append(w.copy())
