# The norm is that of the point before: 18 cells of 24.
# table: stale-column 1.5
# %%
from math import hypot
x, y, table, norma = 1.0, -1.0, [], None
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, x, y, x**2/2 + 2*y**2 - x*y, norma))
    norma = hypot(x - y, 4*y - x)
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
