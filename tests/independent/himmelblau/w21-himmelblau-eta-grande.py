# Spanish; eta = 0.02, outside the allowed range (wrong-step-size): two of the runs do not converge. Runs are right for the declared eta; limits given are last points, not judged here.
# gradient: ok 1
# runs: wrong-step-size
# limits: wrong
# minima: ok 2
# figure: open
# discussion: for-a-person 0
# %%
import numpy as np, pandas as pd

def grad_f(x, y):
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 4*x*a + 2*b, 2*a + 4*y*b

eta = 0.02
# %%
def descenso(p0, eta, n=100):
    xs, ys = [p0[0]], [p0[1]]
    for k in range(n):
        gx, gy = grad_f(xs[-1], ys[-1])
        xs.append(xs[-1] - eta*gx)
        ys.append(ys[-1] - eta*gy)
    return pd.DataFrame({"x": xs, "y": ys})
runs = {p0: descenso(p0, eta) for p0 in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
for k, d in runs.items():
    print(k); print(d.tail(2))
# %%
limits = {k: tuple(d.iloc[-1]) for k, d in runs.items()}
minima = [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [(d.x, d.y) for d in runs.values()]:
    plt.plot(px, py, ".-")
plt.show()
# %%
discussion = """Cada punto de partida está en la cuenca de atracción de un mínimo distinto, por eso las cuatro corridas terminan en lugares distintos."""
