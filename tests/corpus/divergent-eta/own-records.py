# Dataclasses in Spanish: one for g, one record a start for f, one for the cycle.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
from dataclasses import dataclass, field
import math
@dataclass
class EstudioG:
    critico: float
    tasa: float
    puntos: list = field(default_factory=list)
@dataclass
class CorridaF:
    inicio: tuple
    tasa: float
    comportamiento: str
estudio = EstudioG((5 - math.sqrt(13))/3, 0.6)
u, v = 1.0, -1.0
for _ in range(16):
    estudio.puntos.append((u, v))
    u, v = u - estudio.tasa*(u - v), v - estudio.tasa*(4*v - u)
# %%
que_escapan = [CorridaF(s, 0.12, "escapa") for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]]
que_oscila = CorridaF((-1, -1), 0.018, "ciclo de periodo 2")
print(estudio.critico, que_escapan, que_oscila)
