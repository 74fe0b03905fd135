# One partial derivative is added, the other subtracted.
# trace: wrong-gradient 1.5
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y + 0.1*(4*y - x)))
