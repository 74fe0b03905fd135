# A dict step → point.
# trace: ok
# %%
trace = {0: (1.0, -1.0)}
for t in range(1, 49):
    x, y = trace[t - 1]
    trace[t] = (x - 0.1 * (x - y), y - 0.1 * (4 * y - x))
