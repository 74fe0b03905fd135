# Expanded with −24y for −26y; three decimals: only the four runs together tell it from others.
# runs: wrong-gradient 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = []
    for _ in range(101):
        r.append((round(x, 3), round(y, 3)))
        x, y = x - eta*(4*x**3 + 4*x*y - 42*x + 2*y**2 - 14), y - eta*(4*y**3 + 4*x*y - 24*y + 2*x**2 - 22)
    runs[s] = r
