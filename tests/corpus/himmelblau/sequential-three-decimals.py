# The same, shown with three decimals, under another name.
# names: own
# runs: sequential-update 2
# %%
eta, caminos = 0.005, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = []
    for _ in range(101):
        r.append((round(x, 3), round(y, 3)))
        x = x - eta*(4*x*(x**2 + y - 11) + 2*(x + y**2 - 7))
        y = y - eta*(2*(x**2 + y - 11) + 4*y*(x + y**2 - 7))
    caminos[s] = r
