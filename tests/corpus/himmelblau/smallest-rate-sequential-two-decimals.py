# η = 0.001 at two decimals, sequential: steps hardly show.
# runs: sequential-update 2
# %%
eta, runs = 0.001, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = []
    for _ in range(101):
        r.append((round(x, 2), round(y, 2)))
        x = x - eta*(4*x*(x**2 + y - 11) + 2*(x + y**2 - 7))
        y = y - eta*(2*(x**2 + y - 11) + 4*y*(x + y**2 - 7))
    runs[s] = r
