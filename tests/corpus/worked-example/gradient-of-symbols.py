# The gradient function wants sympy's symbols.
# gradient: ok
# %%
import sympy as sp
x, y = sp.symbols("x y")
g = x**2/2 + 2*y**2 - x*y
def grad_g(a, b):
    return [sp.diff(g, x).subs({x: a, y: b}), sp.diff(g, y).subs({x: a, y: b})]
