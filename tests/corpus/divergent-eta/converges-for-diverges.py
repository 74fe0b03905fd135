# η = 0.4 converges on g; its iterates are right.
# diverges-g: wrong-class 1
# %%
eta_g = 0.4
trace_g = [(1.0, -1.0)]
for _ in range(20):
    x, y = trace_g[-1]
    trace_g.append((x - 0.4*(x - y), y - 0.4*(4*y - x)))
