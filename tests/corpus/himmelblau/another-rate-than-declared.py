# eta says 0.01, the loop uses 0.012.
# runs: wrong-step-size 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = [(x, y)]
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - 0.012*(4*x*a + 2*b), y - 0.012*(2*a + 4*y*b)
        r.append((x, y))
    runs[s] = r
