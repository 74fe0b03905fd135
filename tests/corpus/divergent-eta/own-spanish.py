# Spanish names that say what they are.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import numpy as np
hessiana = np.array([[1., -1.], [-1., 4.]])
valores_propios = np.linalg.eigvalsh(hessiana)
tasa_limite = 2/max(valores_propios)
tasa_explosiva = 0.55
recorrido = [np.array([1., -1.])]
for _ in range(20):
    recorrido.append(recorrido[-1] - tasa_explosiva*hessiana @ recorrido[-1])
# %%
def explota(inicio, tasa, pasos=50):
    x, y = inicio
    for _ in range(pasos):
        a, b = x*x + y - 11, x + y*y - 7
        x, y = x - tasa*(4*x*a + 2*b), y - tasa*(2*a + 4*y*b)
        if abs(x) + abs(y) > 1e6:
            return True
    return False
tasas_por_inicio = {}
for inicio in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    tasa = 0.05
    while not explota(inicio, tasa):
        tasa += 0.05
    tasas_por_inicio[inicio] = tasa + 0.05
par_oscilante = ((0, -1), 0.021)
