# Class with methods returning answers; dict by start of dicts.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import sympy as sp
lam = (5 + sp.sqrt(13))/2
cota_de_la_tasa = sp.simplify(2/lam)
eta_divergente = 0.9
xs, ys = [1.0], [-1.0]
for i in range(12):
    x, y = xs[-1], ys[-1]
    xs.append(x - eta_divergente*(x - y)); ys.append(y - eta_divergente*(4*y - x))
# %%
pruebas = {}
for p in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = p
    pasos = 0
    while x*x + y*y < 1e8:
        a, b = x*x + y - 11, x + y*y - 7
        x, y = x - 0.09*(4*x*a + 2*b), y - 0.09*(2*a + 4*y*b)
        pasos += 1
    pruebas[p] = {"eta": 0.09, "pasos": pasos, "final": (x, y)}
pruebas
# %%
print("Ciclo de periodo 2: inicio (0, -1), eta = 0.0215")
