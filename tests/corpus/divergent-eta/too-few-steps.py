# Five steps where ten are asked: the claim counts, and half of the iterates' point.
# diverges-g: short 1.5
# %%
eta_g = 0.6
trace_g = [(1.0, -1.0)]
for _ in range(5):
    x, y = trace_g[-1]
    trace_g.append((x - 0.6*(x - y), y - 0.6*(4*y - x)))
