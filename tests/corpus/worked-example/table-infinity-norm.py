# The norm's column holds the largest component: 18 cells of 24 (none of the six agrees by chance).
# table: wrong-quantity 1.5
# %%
x, y, table = 1.0, -1.0, []
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, x, y, x**2/2 + 2*y**2 - x*y, max(abs(x - y), abs(4*y - x))))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
