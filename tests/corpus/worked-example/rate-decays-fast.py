# η/(1 + 3t): a strong decay.
# trace: decaying-step-size 1.5
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    eta = 0.1/(1 + 3*t)
    trace.append((x - eta*(x - y), y - eta*(4*y - x)))
