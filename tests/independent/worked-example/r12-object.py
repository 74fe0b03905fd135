# Names of the contract ignored: English; all in one object: self.camino, self.report(), self.first_below; values in attributes.
# names: own
# gradient: ok|absent
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# %%
import numpy as np
class Experiment:
    def __init__(self, eta=0.1):
        self.eta = eta
        self.camino = np.zeros((49, 2))
        self.camino[0] = [1, -1]
    @staticmethod
    def gradient(p):
        return np.array([p[0] - p[1], 4*p[1] - p[0]])
    def value(self, p):
        return p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]
    def run(self):
        for t in range(48):
            self.camino[t+1] = self.camino[t] - self.eta*self.gradient(self.camino[t])
        norms = [np.linalg.norm(self.gradient(p)) for p in self.camino]
        self.summary = {t: dict(x=self.camino[t, 0], y=self.camino[t, 1], g=self.value(self.camino[t]), norm=norms[t]) for t in (1, 2, 8, 18, 38, 48)}
        self.first_below = next(t for t, n in enumerate(norms) if n <= 0.02)
        return self
exp = Experiment().run()
for t, r in exp.summary.items():
    print(t, {k: f"{v:.4f}" for k, v in r.items()})
print(exp.first_below)
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot(exp.camino[:, 0], exp.camino[:, 1], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
