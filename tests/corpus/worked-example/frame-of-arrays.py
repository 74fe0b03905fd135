# A DataFrame with one column of arrays.
# trace: ok
# %%
import numpy as np
import pandas as pd
p, puntos_ = np.array([1.0, -1.0]), []
for k in range(49):
    puntos_.append(p)
    p = p - 0.1 * np.array([p[0] - p[1], 4 * p[1] - p[0]])
historial = pd.DataFrame({"iteracion": range(49), "punto": puntos_})
