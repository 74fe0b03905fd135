# An optimiser object that keeps its path as an attribute; no name of the contract.
# names: own
# trace: ok
# %%
import numpy as np
class Optimizador:
    def __init__(self, gradiente, tasa):
        self.gradiente, self.tasa, self.camino = gradiente, tasa, []
    def corre(self, inicio, pasos):
        p = np.array(inicio, dtype=float)
        self.camino.append(p)
        for _ in range(pasos):
            p = p - self.tasa * self.gradiente(p)
            self.camino.append(p)
        return p
opt = Optimizador(lambda p: np.array([p[0] - p[1], 4 * p[1] - p[0]]), 0.1)
final = opt.corre([1, -1], 48)
