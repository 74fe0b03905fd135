# Two causes at once: sequential, from (2, 1).
# trace: sequential-update|wrong-start 1.5
# %%
x, y = 2.0, 1.0
trace = [(x, y)]
for t in range(48):
    x = x - 0.1*(x - y)
    y = y - 0.1*(4*y - x)
    trace.append((x, y))
