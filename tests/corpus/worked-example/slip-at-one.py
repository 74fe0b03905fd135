# The very first step is wrong: (0.8, −0.4) for (0.8, −0.5). All others follow.
# trace: slip 2.94
# %%
trace = [(1.0, -1.0), (0.8, -0.4)]
for t in range(47):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
