# The runs are right; what is printed of the second one was made with another rate.
# runs: ok 4
# remark: sources-disagree
# %%
def corre(x, y, eta):
    r = [(x, y)]
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - eta*(4*x*a + 2*b), y - eta*(2*a + 4*y*b)
        r.append((x, y))
    return r
eta = 0.01
runs = {s: corre(*s, eta) for s in ((0, 1), (-1, 1), (-1, -1), (0, -1))}
# %%
for t, (x, y) in enumerate(corre(-1, 1, 0.012)):
    print(t, f"{x:.6f}", f"{y:.6f}")
