# η(1 − t/48), two decimals shown.
# trace: decaying-step-size 1.5
# %%
x, y, trace = 1.0, -1.0, []
for t in range(49):
    trace.append((round(x, 2), round(y, 2)))
    eta = 0.1*(1 - t/48)
    x, y = x - eta*(x - y), y - eta*(4*y - x)
