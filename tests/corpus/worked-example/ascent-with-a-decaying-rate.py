# Two causes at once: the wrong sign and η/(t + 1).
# trace: ascent|decaying-step-size 1.5
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    eta = 0.1/(t + 1)
    trace.append((x + eta*(x - y), y + eta*(4*y - x)))
