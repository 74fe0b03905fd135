# η = 0.01, two decimals.
# trace: wrong-step-size 1.5
# %%
x, y, trace = 1.0, -1.0, []
for _ in range(49):
    trace.append((round(x, 2), round(y, 2)))
    x, y = x - 0.01*(x - y), y - 0.01*(4*y - x)
