# Everything in one dict, Spanish keys.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
def pendientes(p):
    x, y = p
    return np.array([4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)])
experimento = {"tasa_usada": 0.01, "caminos": {}, "finales": {}}
for inicio in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    camino = [np.array(inicio, float)]
    for _ in range(100):
        camino.append(camino[-1] - experimento["tasa_usada"]*pendientes(camino[-1]))
    experimento["caminos"][inicio] = np.array(camino)
    experimento["finales"][inicio] = camino[-1]
experimento["minimos_encontrados"] = [p.round(3) for p in experimento["finales"].values()]
