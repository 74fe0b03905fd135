# η/(1 + 2.5t), four decimals shown.
# trace: decaying-step-size 1.5
# %%
x, y, trace = 1.0, -1.0, []
for t in range(49):
    trace.append((round(x, 4), round(y, 4)))
    eta = 0.1/(1 + 2.5*t)
    x, y = x - eta*(x - y), y - eta*(4*y - x)
