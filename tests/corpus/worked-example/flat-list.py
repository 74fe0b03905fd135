# One long list x0, y0, x1, y1, …
# trace: ok
# %%
trace = [1.0, -1.0]
for _ in range(48):
    x, y = trace[-2:]
    trace += [x - 0.1*(x - y), y - 0.1*(4*y - x)]
