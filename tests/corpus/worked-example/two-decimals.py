# Right, shown with two decimals.
# trace: ok
# %%
x, y, trace = 1.0, -1.0, []
for t in range(49):
    trace.append((round(x, 2), round(y, 2)))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
