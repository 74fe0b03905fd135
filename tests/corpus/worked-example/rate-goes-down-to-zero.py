# η(1 − t/48): linear decay.
# trace: decaying-step-size 1.5
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    eta = 0.1*(1 - t/48)
    trace.append((x - eta*(x - y), y - eta*(4*y - x)))
