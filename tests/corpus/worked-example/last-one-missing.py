# range(47): 48 rows, all right. 47 of 48 steps.
# trace: last-missing 2.94
# %%
trace = [(1.0, -1.0)]
for _ in range(47):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
