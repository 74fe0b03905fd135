# Two causes at once: sequential and 2y for 4y.
# trace: sequential-update|wrong-gradient 1.5
# %%
x, y = 1.0, -1.0
trace = [(x, y)]
for t in range(48):
    x = x - 0.1*(x - y)
    y = y - 0.1*(2*y - x)
    trace.append((x, y))
