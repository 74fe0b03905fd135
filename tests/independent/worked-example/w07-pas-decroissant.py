# French, eta/(t+1) each step; generator collected in a dict of two lists shown with two decimals; t_stop = None, not reached.
# gradient: ok 1
# descent: decaying-step-size 1
# trace: decaying-step-size 1.5
# table: carried-forward|decaying-step-size 1.17
# stopping: wrong
# figure: carried-forward 0.5
# errata: for-a-person 0
# %%
from math import hypot
def grad_g(x, y):
    return (x - y, 4*y - x)
# %%
def descente(grad, depart, pas, n):
    x, y = depart
    yield float(x), float(y)
    for k in range(n):
        dx, dy = grad(x, y)
        taux = pas/(k + 1)   # le taux diminue
        x, y = x - taux*dx, y - taux*dy
        yield float(x), float(y)
def gradient_descent(grad, start, step_size, iterations):
    return [p for p in descente(grad, start, step_size, iterations)]
# %%
pts = gradient_descent(grad_g, (1.0, -1.0), 0.1, 48)
trace = {"x": [round(p[0], 2) for p in pts], "y": [round(p[1], 2) for p in pts]}
# %%
table = {t: (pts[t][0], pts[t][1], pts[t][0]**2/2 + 2*pts[t][1]**2 - pts[t][0]*pts[t][1], hypot(*grad_g(*pts[t]))) for t in (1, 2, 8, 18, 38, 48)}
for t, v in table.items():
    print(t, *("{:.4f}".format(w) for w in v))
# %%
t_stop = None
for t, p in enumerate(pts):
    if hypot(*grad_g(*p)) <= 0.02:
        t_stop = t
        break
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot(trace["x"], trace["y"], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
# %%
slide_errata = 'La colonne de la norme contient en fait g; la ligne 48 correspond à t = 38. Sans doute une erreur de copie.'
