# Lists hx, hy in a dict of dicts.
# runs: ok
# %%
eta = 0.01
runs = {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    h = {"hx": [x], "hy": [y]}
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - eta*(4*x*a + 2*b), y - eta*(2*a + 4*y*b)
        h["hx"].append(x); h["hy"].append(y)
    runs[s] = {"x": h["hx"], "y": h["hy"]}
