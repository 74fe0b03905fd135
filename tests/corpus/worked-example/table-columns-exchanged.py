# g and the norm are exchanged, as on the slide: 12 cells of 24.
# table: swapped-columns 1
# %%
from math import hypot
x, y, table = 1.0, -1.0, []
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, x, y, hypot(x - y, 4*y - x), x**2/2 + 2*y**2 - x*y))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
