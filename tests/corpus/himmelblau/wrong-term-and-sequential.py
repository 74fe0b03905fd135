# Two causes at once: sequential, and 2y b for 4y b.
# runs: sequential-update|wrong-gradient 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = [(x, y)]
    for _ in range(100):
        x = x - eta*(4*x*(x**2 + y - 11) + 2*(x + y**2 - 7))
        y = y - eta*(2*(x**2 + y - 11) + 2*y*(x + y**2 - 7))
        r.append((x, y))
    runs[s] = r
