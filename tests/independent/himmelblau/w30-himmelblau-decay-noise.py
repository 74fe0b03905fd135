# English; step size shrinks by 0.99 each step (declared eta 0.01) in all four runs; only four printed decimals kept; limits and minima from scipy, right. The figure shows the wrong paths.
# gradient: ok 1
# runs: decaying-step-size 2
# limits: ok 2
# minima: ok 2
# figure: carried-forward 0.5
# discussion: for-a-person 0
# %%
import numpy as np
from scipy.optimize import minimize
def f(p): return (p[0]**2 + p[1] - 11)**2 + (p[0] + p[1]**2 - 7)**2

def grad_f(x, y):
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b
# %%
eta = 0.01
runs = {}
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    lr = eta
    p = np.array(s, float)
    path = [p]
    for _ in range(100):
        p = p - lr*np.array(grad_f(*p))
        lr *= 0.99
        path.append(p)
    runs[s] = np.round(path, 4)
    print(s, runs[s][-1])
# %%
minima = [minimize(f, p0).x for p0 in ((3, 2), (-3, 3), (-4, -3), (4, -2))]
limits = dict(zip(runs, (minima[0], minima[1], minima[2], minima[3])))
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
discussion = "f is not convex: the start decides which basin of attraction the run is in, so each run falls into another minimum."
