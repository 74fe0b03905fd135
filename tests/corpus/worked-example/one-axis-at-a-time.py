# Even steps move x only, odd steps y only.
# trace: wrong-gradient 1.5
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y) if t % 2 == 0 else (x, y - 0.1*(4*y - x)))
