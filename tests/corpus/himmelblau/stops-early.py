# A break at ‖step‖ < 1e-3, before the append: right as far as it goes.
# runs: short
# %%
eta, runs = 0.01, {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = s
    r = [(x, y)]
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        dx, dy = eta*(4*x*a + 2*b), eta*(2*a + 4*y*b)
        if (dx*dx + dy*dy)**0.5 < 1e-3:
            break
        x, y = x - dx, y - dy
        r.append((x, y))
    runs[s] = r
