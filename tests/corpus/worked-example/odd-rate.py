# η = 0.085, four decimals.
# trace: wrong-step-size 1.5
# %%
x, y, trace = 1.0, -1.0, []
for _ in range(49):
    trace.append((round(x, 4), round(y, 4)))
    x, y = x - 0.085*(x - y), y - 0.085*(4*y - x)
