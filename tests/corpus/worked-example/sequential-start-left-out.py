# Two causes at once: sequential, and the start not stored.
# trace: sequential-update|off-by-one 1.5
# %%
x, y, trace = 1.0, -1.0, []
for t in range(48):
    x = x - 0.1*(x - y)
    y = y - 0.1*(4*y - x)
    trace.append((x, y))
