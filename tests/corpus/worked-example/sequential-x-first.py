# x is updated before y's derivative is taken.
# trace: sequential-update 1.5
# %%
x, y = 1.0, -1.0
trace = [(x, y)]
for t in range(48):
    x = x - 0.1*(x - y)
    y = y - 0.1*(4*y - x)
    trace.append((x, y))
