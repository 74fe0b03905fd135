# Everything right, no name of the contract: what can be recognised without a name is.
# names: own
# gradient: ok
# descent: ok
# trace: ok
# table: ok
# figure: ok
# %%
import numpy as np
import matplotlib.pyplot as plt
def objetivo(p):
    return p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]
def pendiente_de(p):
    return np.array([p[0] - p[1], 4*p[1] - p[0]])
def bajar(gradiente_f, punto_inicial, tasa_aprendizaje, n_iter):
    lista = [np.array(punto_inicial, dtype=float)]
    for _ in range(n_iter):
        lista.append(lista[-1] - tasa_aprendizaje*gradiente_f(lista[-1]))
    return np.array(lista)
mi_recorrido = bajar(pendiente_de, [1, -1], 0.1, 48)
# %%
import pandas as pd
resumen = pd.DataFrame([(t, *mi_recorrido[t], objetivo(mi_recorrido[t]), np.linalg.norm(pendiente_de(mi_recorrido[t]))) for t in (1, 2, 8, 18, 38, 48)], columns=["t", "x", "y", "g", "||∇g||"]).round(4)
resumen
# %%
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.contour(X, Y, objetivo([X, Y]), 30)
plt.plot(*mi_recorrido.T, "k.-")
plt.show()
