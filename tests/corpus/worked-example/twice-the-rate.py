# η = 0.2 instead of 0.1.
# trace: wrong-step-size 1.5
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.2*(x - y), y - 0.2*(4*y - x)))
