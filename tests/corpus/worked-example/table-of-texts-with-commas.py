# Rows of texts with decimal commas and a header.
# table: ok
# %%
from math import hypot
x, y, tabla = 1.0, -1.0, [["t", "x", "y", "g", "norma"]]
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        tabla.append([str(t)] + [f"{v:.4f}".replace(".", ",") for v in (x, y, x**2/2 + 2*y**2 - x*y, hypot(x - y, 4*y - x))])
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
