# The stored trace is right; what the last cell prints is a sequential update with other numbers. The stored one counts, the disagreement is told.
# trace: ok
# remark: sources-disagree
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
# %%
x, y = 1.0, -1.0
for t in range(49):
    print(t, round(x, 5), round(y, 5))
    x = x - 0.1*(x - y)
    y = y - 0.1*(4*y - x)
