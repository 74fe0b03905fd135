# + x for − x in ∂g/∂y.
# trace: wrong-gradient 1.5
# %%
import pandas as pd
x, y, filas = 1.0, -1.0, []
for _ in range(49):
    filas.append([x, y])
    x, y = x - 0.1*(x - y), y - 0.1*(4*y + x)
trace = pd.DataFrame(filas, columns=["x", "y"])
