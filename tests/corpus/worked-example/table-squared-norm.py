# The norm's column holds its square: 18 cells of 24.
# table: squared-norm 1.5
# %%
x, y, table = 1.0, -1.0, []
for t in range(49):
    if t in (1, 2, 8, 18, 38, 48):
        table.append((t, x, y, x**2/2 + 2*y**2 - x*y, (x - y)**2 + (4*y - x)**2))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
