# Two causes at once: 2y for 4y and η = 0.05.
# trace: wrong-gradient|wrong-step-size 1.5
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.05*(x - y), y - 0.05*(2*y - x)))
