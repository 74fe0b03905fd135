# Rows (t, x, y).
# trace: ok
# %%
rows, x, y = [], 1.0, -1.0
for t in range(49):
    rows.append((t, x, y))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
trace = rows
