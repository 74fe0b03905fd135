# sympy derivatives turned into functions, one a component.
# gradient: ok
# trace: ok
# %%
import sympy as sp, numpy as np
X, Y = sp.symbols("x y")
G = X**2/2 + 2*Y**2 - X*Y
grad_g = sp.lambdify((X, Y), [sp.diff(G, X), sp.diff(G, Y)])
trace = [np.array([1.0, -1.0])]
for _ in range(48):
    trace.append(trace[-1] - 0.1*np.array(grad_g(*trace[-1])))
