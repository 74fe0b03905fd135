# The sign of the update is wrong.
# trace: ascent 1.5
# %%
x, y = 1.0, -1.0
trace = [(x, y)]
for t in range(48):
    x, y = x + 0.1*(x - y), y + 0.1*(4*y - x)
    trace.append((x, y))
