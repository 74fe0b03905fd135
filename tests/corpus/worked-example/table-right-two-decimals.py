# A right table with two decimals, rounded.
# table: ok
# %%
from math import hypot
x, y, table = 1.0, -1.0, []
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, round(x, 2), round(y, 2), round(x**2/2 + 2*y**2 - x*y, 2), round(hypot(x - y, 4*y - x), 2)))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
