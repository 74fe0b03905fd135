# sympy Rationals.
# trace: ok
# %%
import sympy as sp
eta = sp.Rational(1, 10)
trace = [(sp.Integer(1), sp.Integer(-1))]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - eta*(x - y), y - eta*(4*y - x)))
