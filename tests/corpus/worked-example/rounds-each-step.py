# Every point is rounded to two decimals before the next step.
# trace: rounding-in-update 1.5
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((round(x - 0.1*(x - y), 2), round(y - 0.1*(4*y - x), 2)))
