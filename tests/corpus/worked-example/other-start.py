# The start is (−1, 1).5 away: it is (2, 1).
# trace: wrong-start 1.5
# %%
trace = [(2.0, 1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
