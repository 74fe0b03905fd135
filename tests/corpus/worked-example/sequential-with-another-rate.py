# Two causes at once: sequential and η = 0.2.
# trace: sequential-update|wrong-step-size 1.5
# %%
x, y = 1.0, -1.0
trace = [(x, y)]
for t in range(48):
    x = x - 0.2*(x - y)
    y = y - 0.2*(4*y - x)
    trace.append((x, y))
