# Two wrong terms at once: 2x for x, and 2y for 4y.
# trace: wrong-gradient 1.5
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(2*x - y), y - 0.1*(2*y - x)))
