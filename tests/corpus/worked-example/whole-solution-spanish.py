# Everything asked, in Spanish, the aliases of the contract.
# gradient: ok
# descent: ok
# trace: ok
# table: ok
# stopping: ok
# figure: ok
# errata: for-a-person
# %%
import numpy as np
import matplotlib.pyplot as plt
g = lambda x, y: x**2/2 + 2*y**2 - x*y
def gradiente_g(x, y):
    return np.array([x - y, 4*y - x])
def descenso(grad, inicio, tasa, n):
    puntos = [np.array(inicio, float)]
    for _ in range(n):
        puntos.append(puntos[-1] - tasa*np.array(grad(*puntos[-1])))
    return puntos
trayectoria = descenso(gradiente_g, [1, -1], 0.1, 48)
# %%
tabla = [[t, *trayectoria[t], g(*trayectoria[t]), np.linalg.norm(gradiente_g(*trayectoria[t]))] for t in (1, 2, 8, 18, 38, 48)]
t_parada = min(t for t in range(49) if np.linalg.norm(gradiente_g(*trayectoria[t])) <= 0.02)
# %%
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.contour(X, Y, g(X, Y), 30)
plt.plot([p[0] for p in trayectoria], [p[1] for p in trayectoria], "r.-")
plt.show()
# %%
erratas = "Las columnas g y norma están cambiadas."
