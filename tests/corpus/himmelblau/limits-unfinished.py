# η = 0.001: after 100 steps the runs have not arrived, and their last points are given as limits.
# runs: ok
# limits: carried-forward
# %%
eta, runs, limits = 0.001, {}, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = [(x, y)]
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - eta*(4*x*a + 2*b), y - eta*(2*a + 4*y*b)
        r.append((x, y))
    runs[s] = r
    limits[s] = r[-1]
