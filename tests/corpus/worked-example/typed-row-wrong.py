# One row was typed wrongly, the next ones go on from the right one.
# trace: slip 2.94
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
trace[5] = (trace[5][0], -trace[5][1] + 0.3)
