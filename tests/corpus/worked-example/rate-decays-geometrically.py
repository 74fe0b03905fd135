# η·0.97ᵗ, four decimals.
# trace: decaying-step-size 1.5
# %%
x, y, trace, eta = 1.0, -1.0, [], 0.1
for t in range(49):
    trace.append((round(x, 4), round(y, 4)))
    x, y = x - eta*(x - y), y - eta*(4*y - x)
    eta *= 0.97
