# η/(1 + 1.9t), two decimals: nothing moves after a few steps, and only those tell the rate.
# trace: decaying-step-size 1.5
# %%
trace = []
x, y = 1.0, -1.0
for t in range(49):
    trace.append((f"{x:.2f}", f"{y:.2f}"))
    s = 0.1/(1 + 1.9*t)
    x, y = x - s*(x - y), y - s*(4*y - x)
