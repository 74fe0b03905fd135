# Spanish; right steps but stops at |grad| < 1e-3 (before 100): short, in proportion to rows.
# gradient: ok 1
# runs: short
# limits: ok 2
# minima: ok 2
# figure: open
# discussion: for-a-person 0
# %%
import numpy as np
def grad_f(x, y):
    return np.array([4*x*(x**2+y-11) + 2*(x+y**2-7), 2*(x**2+y-11) + 4*y*(x+y**2-7)])
eta = 0.01
tol = 1e-3
# %%
def gd(p, eta, max_iter=100):
    p = np.array(p, dtype=float)
    historia = [p]
    for i in range(max_iter):
        gr = grad_f(*p)
        if np.linalg.norm(gr) < tol:
            print("convergencia en", i)
            break
        p = p - eta*gr
        historia.append(p)
    return np.vstack(historia)
runs = {s: gd(s, eta) for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
limits = {s: r[-1] for s, r in runs.items()}
minima = [tuple(r[-1]) for r in runs.values()]
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
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
