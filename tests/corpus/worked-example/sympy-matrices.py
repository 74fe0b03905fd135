# sympy column matrices of Floats; the gradient is a Matrix of expressions.
# gradient: ok
# trace: ok
# %%
from sympy import symbols, Matrix, diff
x, y = symbols("x y")
g = x**2/2 + 2*y**2 - x*y
gradiente = Matrix([diff(g, x), diff(g, y)])
P = Matrix([1.0, -1.0])
puntos = [P]
for _ in range(48):
    P = P - 0.1*gradiente.subs({x: P[0], y: P[1]})
    puntos.append(P)
