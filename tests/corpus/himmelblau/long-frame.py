# One long DataFrame with the start's coordinates in two columns.
# runs: ok
# %%
import pandas as pd
eta, filas = 0.01, []
for x0, y0 in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = float(x0), float(y0)
    for k in range(101):
        filas.append((x0, y0, k, x, y))
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - eta*(4*x*a + 2*b), y - eta*(2*a + 4*y*b)
runs = pd.DataFrame(filas, columns=["x0", "y0", "k", "x", "y"])
