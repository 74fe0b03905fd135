# −40x for −42x and −24y for −26y, two decimals.
# runs: wrong-gradient 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = []
    for _ in range(101):
        r.append((round(x, 2), round(y, 2)))
        x, y = x - eta*(4*x**3 + 4*x*y - 40*x + 2*y**2 - 14), y - eta*(4*y**3 + 4*x*y - 24*y + 2*x**2 - 22)
    runs[s] = r
