# Magics, display() and rich results between right cells.
# kernel: yes
# trace: ok
# %%
%matplotlib inline
%config InlineBackend.figure_format = "retina"
import pandas as pd
# %%
%%time
x, y, filas = 1.0, -1.0, []
for t in range(49):
    filas.append((t, x, y))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
# %%
trace = pd.DataFrame(filas, columns=["paso", "x", "y"])
display(trace.head())
trace.describe()
