# The inner derivative of b is missing in ∂f/∂y: 2b for 4yb; four decimals shown.
# runs: wrong-gradient 2
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = []
    for _ in range(101):
        r.append((round(x, 4), round(y, 4)))
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - eta*(4*x*a + 2*b), y - eta*(2*a + 2*b)
    runs[s] = r
