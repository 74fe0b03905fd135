# The threshold is printed behind its formula; pairs of start and rate.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import numpy as np
M = np.array([[1, -1], [-1, 4.]])
lmax = np.linalg.eigvalsh(M)[-1]
print("lambda max =", lmax)
print("El eta máximo es 2/lambda max =", 2/lmax)
# %%
eta = 0.6
p = np.array([1., -1.])
lista = [p]
for k in range(20):
    p = p - eta*M@p
    lista.append(p)
print("con eta =", eta, "diverge, último punto:", p)
# %%
tasas_f = [(s, 0.11) for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]]
for s, t in tasas_f: print(f"desde {s} con tasa {t} se va a infinito")
# %%
caso_oscilante = {"punto": (0, -1), "tasa": 0.022}
