# The same with a plain list changed in place.
# trace: aliasing 1.5
# %%
p = [1.0, -1.0]
trace = []
for _ in range(49):
    trace.append(p)
    gx, gy = p[0] - p[1], 4*p[1] - p[0]
    p[0] -= 0.1*gx
    p[1] -= 0.1*gy
