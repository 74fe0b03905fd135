# Keys "(0, 1)" as texts; limits with two decimals; the gradient under a name of its own.
# gradient: ok
# runs: ok
# limits: ok
# %%
def d(x, y):
    a, b = x*x + y - 11, x + y*y - 7
    return 4*x*a + 2*b, 2*a + 4*y*b
eta = 0.01
runs, limits = {}, {}
for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = s
    lista = [(x, y)]
    for _ in range(100):
        a, b = d(x, y)
        x, y = x - eta*a, y - eta*b
        lista.append((x, y))
    runs[str(s)] = lista
    limits[str(s)] = (round(x, 2), round(y, 2))
