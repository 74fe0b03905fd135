# Each step uses the gradient of the step before.
# trace: stale-gradient|unexplained
# %%
p, antes, trace = (1.0, -1.0), (1.0, -1.0), [(1.0, -1.0)]
for _ in range(48):
    gx, gy = antes[0] - antes[1], 4*antes[1] - antes[0]
    p, antes = (p[0] - 0.1*gx, p[1] - 0.1*gy), p
    trace.append(p)
