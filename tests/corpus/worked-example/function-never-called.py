# Only functions: the run is what one of them returns when it is called.
# names: own
# gradient: ok
# trace: ok
# %%
import numpy as np
def nabla(v):
    return np.array([v[0] - v[1], 4*v[1] - v[0]])
def correr(inicio, tasa, pasos):
    v = np.array(inicio, dtype=float)
    lista = [v]
    for _ in range(pasos):
        v = v - tasa*nabla(v)
        lista.append(v)
    return np.array(lista)
