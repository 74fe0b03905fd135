# The claim is right, the iterates are a sequential update's: 1 + ½.
# diverges-g: sequential-update 1.5
# %%
eta_g, x, y = 0.6, 1.0, -1.0
trace_g = [(x, y)]
for _ in range(20):
    x = x - eta_g*(x - y)
    y = y - eta_g*(4*y - x)
    trace_g.append((x, y))
