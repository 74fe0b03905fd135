# English: one dict of answers under words of their own; the threshold a sympy number.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import sympy as sp
x, y = sp.symbols("x y")
hess = sp.hessian(x**2/2 + 2*y**2 - x*y, (x, y))
answers = {"largest_rate": 2/max(hess.eigenvals(), key=lambda v: v.evalf())}
p, rate = (1.0, -1.0), 0.7
path = [p]
for _ in range(12):
    p = (p[0] - rate*(p[0] - p[1]), p[1] - rate*(4*p[1] - p[0]))
    path.append(p)
answers["diverging_rate"] = rate
answers["diverging_path"] = path
answers["escape_rates"] = {s: 0.1 for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
answers["cycling"] = {"start": (-1, -1), "rate": 0.0165}
