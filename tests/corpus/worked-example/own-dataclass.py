# A dataclass a step, Spanish names: the gradient a lambda, a descent with its own parameter names, the table as a DataFrame.
# names: own
# gradient: ok
# descent: ok
# trace: ok
# table: ok
# stopping: ok
# %%
from dataclasses import dataclass, asdict
import pandas as pd
@dataclass
class Paso:
    t: int
    x: float
    y: float
    valor: float
    norma: float
D = lambda x, y: (x - y, -x + 4*y)
def ruta(derivada, desde, ritmo, vueltas):
    x, y = desde
    todos = [(x, y)]
    for _ in range(vueltas):
        dx, dy = derivada(x, y)
        x, y = x - ritmo*dx, y - ritmo*dy
        todos.append((x, y))
    return todos
# %%
bitacora = [Paso(t, x, y, x**2/2 + 2*y**2 - x*y, (D(x, y)[0]**2 + D(x, y)[1]**2)**0.5)
            for t, (x, y) in enumerate(ruta(D, (1.0, -1.0), 0.1, 48))]
corte = next(p.t for p in bitacora if p.norma <= 0.02)
resumen = pd.DataFrame([asdict(p) for p in bitacora if p.t in (1, 2, 8, 18, 38, 48)])
resumen
