# English; sympy gradient expressions and lambdify, eta declared 0.005 as Rational, runs list of four in the slide's order.
# gradient: ok 1
# runs: ok 4
# limits: ok 2
# minima: ok 2
# figure: ok 1
# discussion: for-a-person 0
# %%
import sympy as sp
x, y = sp.symbols("x y", real=True)
F = (x**2 + y - 11)**2 + (x + y**2 - 7)**2
grad_f = [sp.diff(F, v) for v in (x, y)]
fun = sp.lambdify((x, y), grad_f)
# %%
eta = sp.Rational(1, 200)
runs = []
for a, b in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    r = [(float(a), float(b))]
    for _ in range(100):
        d = fun(*r[-1])
        r.append((r[-1][0] - float(eta)*d[0], r[-1][1] - float(eta)*d[1]))
    runs.append(r)
# %%
minima = [tuple(sp.nsolve(grad_f, (x, y), p)) for p in ((3, 2), (-3, 3), (-4, -3), (4, -2))]
limits = [(round(r[-1][0], 3), round(r[-1][1], 3)) for r in runs]
limits
# %%
import matplotlib.pyplot as plt, numpy as np
fig, ax = plt.subplots()
ax.set_xlim(-5, 5); ax.set_ylim(-5, 5)
q = np.linspace(-5, 5, 120)
ax.contour(q, q, [[(x*x + y - 11)**2 + (x + y*y - 7)**2 for x in q] for y in q], 40, cmap="jet")
for px, py in [tuple(zip(*r)) for r in runs]:
    ax.plot(px, py, linewidth=2)
    ax.plot(px[-1], py[-1], "k*")
# %%
discussion = "f is not convex: the start decides which basin of attraction the run is in, so each run falls into another minimum."
