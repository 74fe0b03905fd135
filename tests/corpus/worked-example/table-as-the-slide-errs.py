# The slide's own error at full digits: "g" is the norm one step before, "norm" is g.
# table: slide-values|swapped-columns|wrong-quantity 1
# %%
from math import hypot
x, y, table, antes = 1.0, -1.0, [], None
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, round(x, 4), round(y, 4), round(antes, 4), round(x**2/2 + 2*y**2 - x*y, 4)))
    antes = hypot(x - y, 4*y - x)
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
