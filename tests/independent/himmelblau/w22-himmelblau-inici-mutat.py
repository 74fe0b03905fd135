# Catalan; theta is not reset: every run after the first begins where the one before ended (start changed in place). First run right (1 point); the three others start at the minimum and have no informative step (0 each), or 1/2 each if the cause is thought to explain them.
# gradient: ok 1
# runs: start-mutated|wrong-start
# limits: wrong
# minima: ok 2
# figure: wrong
# discussion: for-a-person 0
# %%
import numpy as np

def grad_f(x, y):
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b

eta = 0.01
# %%
def descens(theta, n):
    cami = [theta.copy()]
    for _ in range(n):
        theta -= eta*np.array(grad_f(*theta))
        cami.append(theta.copy())
    return np.array(cami)
theta = np.array([0.0, 1.0])
runs = {}
for inici in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    runs[inici] = descens(theta, 100)
    print(inici, runs[inici][0], runs[inici][-1])
# %%
limits = {k: r[-1] for k, r in runs.items()}
minima = [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [r.T for r in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = "La funció no és convexa i cada inici cau en una conca diferent."
