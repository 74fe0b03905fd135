# Catalan; eta = 0.001 (allowed): runs have not arrived at 100, limits found by going on to 20000 steps.
# gradient: ok 1
# runs: ok 4
# limits: ok 2
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
def grad_f(x, y):
    return np.array([4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)])
eta = 0.001
def pas(p): return p - eta*grad_f(*p)
def cami(p, n):
    l = [np.array(p, float)]
    for _ in range(n): l.append(pas(l[-1]))
    return l
inicis = ((0, 1), (-1, 1), (-1, -1), (0, -1))
runs = {i: cami(i, 100) for i in inicis}
limits = {i: cami(i, 20000)[-1] for i in inicis}
minima = list(limits.values())
print(limits)
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [np.array(r).T for r in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = "La funció no és convexa i cada inici cau en una conca diferent."
