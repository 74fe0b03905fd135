# Names of the contract ignored: Spanish; object Estudio with attributes; runs too.
# names: own
# threshold: ok|absent
# diverges-g: ok|absent
# diverges-f: ok|absent
# oscillates: ok|absent
# %%
class Estudio:
    inicios = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
    def __init__(self):
        self.lambda_max = (5 + 13**0.5)/2
        self.limite = 2/self.lambda_max
        self.lr = 0.75
    def recorrer(self, n=18):
        self.camino = [(1, -1)]
        for _ in range(n):
            x, y = self.camino[-1]
            self.camino.append((x - self.lr*(x - y), y - self.lr*(4*y - x)))
    def explotan(self):
        self.lr_por_inicio = {s: 0.15 for s in self.inicios}
e = Estudio(); e.recorrer(); e.explotan()
e.oscila = {"inicio": (-1, -1), "lr": 0.016}
print(vars(e))
