# Rows are (y, x).
# trace: swapped-components 1.5
# %%
x, y, trace = 1.0, -1.0, []
for _ in range(49):
    trace.append((y, x))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
