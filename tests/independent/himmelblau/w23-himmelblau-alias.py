# French; the same array object 101 times per run (list), printed final points right, so limits right. Identity shows aliasing: 1/2 of each.
# gradient: ok 1
# runs: aliasing 2
# limits: ok 2
# minima: ok 2
# figure: wrong
# discussion: for-a-person 0
# %%
import numpy as np
def grad_f(x, y):
    return np.array([4*x**3 + 4*x*y - 42*x + 2*y**2 - 14, 4*y**3 + 4*x*y - 26*y + 2*x**2 - 22])
eta = 0.01
departs = [[0, 1], [-1, 1], [-1, -1], [0, -1]]
# %%
runs = []
for d in departs:
    pos = np.array(d, dtype=float)
    trajet = [pos]
    for i in range(100):
        pos -= eta*grad_f(*pos)
        trajet.append(pos)
    runs.append(trajet)
limits = [r[-1] for r in runs]
minima = limits
for d, m in zip(departs, minima): print(d, m)
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [([p[0] for p in r], [p[1] for p in r]) for r in runs]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = "La fonction n'est pas convexe: chaque départ appartient à un bassin différent."
