# η·0.99ᵗ.
# runs: decaying-step-size 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = [(x, y)]
    for t in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        e = eta*0.99**t
        x, y = x - e*(4*x*a + 2*b), y - e*(2*a + 4*y*b)
        r.append((x, y))
    runs[s] = r
