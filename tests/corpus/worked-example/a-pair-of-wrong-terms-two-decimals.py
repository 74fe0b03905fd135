# Two wrong terms in one component, 3y + x for 4y − x, two decimals shown.
# trace: wrong-gradient 1.5
# %%
x, y, trace = 1.0, -1.0, []
for _ in range(49):
    trace.append((round(x, 2), round(y, 2)))
    x, y = x - 0.1*(x - y), y - 0.1*(3*y + x)
