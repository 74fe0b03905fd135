# A list of four runs in the slide's order, η = 0.005.
# gradient: ok
# runs: ok
# %%
import numpy as np
G = lambda p: np.array([4*p[0]*(p[0]**2 + p[1] - 11) + 2*(p[0] + p[1]**2 - 7), 2*(p[0]**2 + p[1] - 11) + 4*p[1]*(p[0] + p[1]**2 - 7)])
eta, corridas = 0.005, []
for inicio in ([0, 1], [-1, 1], [-1, -1], [0, -1]):
    r = [np.array(inicio, dtype=float)]
    while len(r) < 101:
        r.append(r[-1] - eta*G(r[-1]))
    corridas.append(r)
