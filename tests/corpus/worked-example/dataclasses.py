# A list of dataclass objects.
# trace: ok
# %%
from dataclasses import dataclass
@dataclass
class Punto:
    x: float
    y: float
    def paso(self, eta):
        return Punto(self.x - eta * (self.x - self.y), self.y - eta * (4 * self.y - self.x))
camino = [Punto(1.0, -1.0)]
for _ in range(48):
    camino.append(camino[-1].paso(0.1))
