# 61 rows: the first 49 are right.
# trace: too-many-rows 2.7
# %%
trace = [(1.0, -1.0)]
for _ in range(60):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
