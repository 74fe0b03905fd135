# The same shown with two decimals.
# trace: slip 2.94
# %%
trace, x, y = [], 1.0, -1.0
for t in range(49):
    trace.append((round(x, 2), round(y, 2)))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x) + (0.05 if t == 6 else 0)
