# One step is off by 0.05 in y, at t = 7: 47 of 48 steps.
# trace: slip 2.94
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x) + (0.05 if t == 6 else 0)))
