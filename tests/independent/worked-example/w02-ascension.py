# French, numpy (49, 2) array, plus sign in the update: ascent; t_stop never reached (None) and left out.
# gradient: ok 1
# descent: ascent 1
# trace: ascent 1.5
# table: carried-forward|ascent 1
# stopping: wrong
# figure: carried-forward 0.5
# errata: for-a-person 0
# %%
import numpy as np
def grad_g(x, y):
    return np.array([x - y, 4*y - x])
def g(x, y):
    return x**2/2 + 2*y**2 - x*y
# %%
def gradient_descent(grad, start, step_size, iterations):
    theta = np.array(start, dtype=float)
    chemin = np.zeros((iterations + 1, 2))
    chemin[0] = theta
    for k in range(1, iterations + 1):
        pente = np.array(grad(theta[0], theta[1]))
        theta = theta + step_size * pente
        chemin[k] = theta
    return chemin
trace = gradient_descent(grad_g, [1, -1], 0.1, 48)
print(trace[:5])
# %%
lignes = [1, 2, 8, 18, 38, 48]
table = np.array([[t, trace[t, 0], trace[t, 1], g(*trace[t]), np.linalg.norm(grad_g(*trace[t]))] for t in lignes])
print(np.round(table, 4))
# %%
normes = np.linalg.norm([grad_g(*p) for p in trace], axis=1)
t_stop = int(np.argmax(normes <= 0.02)) if (normes <= 0.02).any() else None
t_stop
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot(trace[:, 0], trace[:, 1], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
# %%
slide_errata = 'La colonne de la norme contient en fait g; la ligne 48 correspond à t = 38. Sans doute une erreur de copie.'
