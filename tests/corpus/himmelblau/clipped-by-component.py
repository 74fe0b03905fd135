# np.clip(gradiente, -5, 5) "para que no explote": the four runs take another path.
# gradient: ok
# runs: normalised-gradient 2
# %%
import numpy as np
eta = 0.01
def grad_f(x, y):
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4*x*a + 2*b, 2*a + 4*y*b])
runs = {}
for inicio in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    p = np.array(inicio, dtype=float)
    pasos = [p]
    for _ in range(100):
        p = p - eta*np.clip(grad_f(*p), -5, 5)
        pasos.append(p)
    runs[inicio] = pasos
