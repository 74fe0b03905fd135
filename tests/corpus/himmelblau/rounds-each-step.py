# Rounded to three decimals inside the update.
# runs: rounding-in-update 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = [(x, y)]
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = round(x - eta*(4*x*a + 2*b), 3), round(y - eta*(2*a + 4*y*b), 3)
        r.append((x, y))
    runs[s] = r
