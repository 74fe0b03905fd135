# A first try is overwritten by a right one: the last counts.
# trace: ok
# %%
trace = [(0, 0)]
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
