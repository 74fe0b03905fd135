# The start is changed in place, and shared: every run begins where the one before ended. The first is right; the others stand still.
# runs: start-mutated 1
# %%
import numpy as np
eta = 0.01
p = np.array([0.0, 1.0])
runs = {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    lista = [p.copy()]
    for _ in range(100):
        x, y = p
        a, b = x**2 + y - 11, x + y**2 - 7
        p -= eta*np.array([4*x*a + 2*b, 2*a + 4*y*b])
        lista.append(p.copy())
    runs[s] = lista
