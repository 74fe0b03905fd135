# A dict keyed by sympy symbols, each with its list.
# gradient: ok
# trace: ok
# %%
import sympy as sp
x, y = sp.symbols("x y")
g = x**2/2 + 2*y**2 - x*y
grad_g = {s: sp.diff(g, s) for s in (x, y)}
dx, dy = sp.lambdify((x, y), grad_g[x]), sp.lambdify((x, y), grad_g[y])
# %%
trace = {x: [1.0], y: [-1.0]}
for k in range(48):
    a, b = trace[x][-1], trace[y][-1]
    trace[x].append(a - 0.1 * dx(a, b)); trace[y].append(b - 0.1 * dy(a, b))
