# The components come in the order of a set of symbols, here (y, x), for the gradient too.
# gradient: swapped-components 0
# trace: swapped-components 1.5
# %%
import sympy as sp
x, y = sp.symbols("x y")
g = x**2/2 + 2*y**2 - x*y
orden = sorted(g.free_symbols, key=str, reverse=True)
grad_g = [sp.diff(g, s) for s in orden]
punto = {x: 1.0, y: -1.0}
trace = []
for _ in range(49):
    trace.append([float(punto[s]) for s in orden])
    valores = {s: d.subs(punto) for s, d in zip(orden, grad_g)}
    punto = {s: punto[s] - 0.1*float(valores[s]) for s in orden}
