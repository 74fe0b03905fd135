# A function that gives back the end alone; the run from (−1, 1) asks its gradient at one point many times before it ends. The ends are the minima as well.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
def gradiente(x, y):
    a, b = x**2 + y - 11, x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b
def bajar(x, y, tasa=0.01, pasos=100):
    for _ in range(pasos):
        x, y = x - tasa*gradiente(x, y)[0], y - tasa*gradiente(x, y)[1]
    return x, y
# %%
eta = 0.01
llegadas = {(x, y): bajar(x, y, eta) for x, y in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
