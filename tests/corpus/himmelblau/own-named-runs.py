# Four runs under letters and printed ends; formulas in X and Y.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np, sympy as sp
X, Y = sp.symbols("X Y")
him = (X**2 + Y - 11)**2 + (X + Y**2 - 7)**2
grad_sym = [sp.diff(him, X), sp.diff(him, Y)]
gradf = sp.lambdify((X, Y), grad_sym)
tray = {}
for nombre, p in {"A": (0, 1), "B": (-1, 1), "C": (-1, -1), "D": (0, -1)}.items():
    L = [np.array(p, float)]
    for k in range(100):
        L.append(L[-1] - 0.01*np.array(gradf(*L[-1])))
    tray[nombre] = np.array(L)
for nombre, L in tray.items():
    print(nombre, "termina en", L[-1].round(4))
# %%
min_encontrados = [tuple(L[-1].round(4)) for L in tray.values()]
