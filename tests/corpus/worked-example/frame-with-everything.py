# A DataFrame with k, x, y, f and the norm. Its rows hold the table too.
# trace: ok
# table: ok
# %%
import numpy as np, pandas as pd
rows = []
x, y = 1.0, -1.0
for k in range(49):
    rows.append({"k": k, "x": x, "y": y, "f": x**2/2 + 2*y**2 - x*y, "norm": np.hypot(x - y, 4*y - x)})
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
trace = pd.DataFrame(rows)
