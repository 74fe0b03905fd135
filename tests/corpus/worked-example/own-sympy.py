# Sympy, Spanish: the two partials are two expressions, the table is a list of dicts, the stopping time a printed sentence.
# names: own
# gradient: ok
# trace: ok
# table: ok
# stopping: ok
# %%
import sympy as sp
x, y = sp.symbols("x y")
fun = x**2/2 + 2*y**2 - x*y
fx, fy = sp.diff(fun, x), sp.diff(fun, y)
evalua = sp.lambdify((x, y), (fun, fx, fy))
# %%
recorrido = [(1.0, -1.0)]
while len(recorrido) < 49:
    a, b = recorrido[-1]
    _, da, db = evalua(a, b)
    recorrido.append((a - 0.1*da, b - 0.1*db))
cuadro = []
for k in (1, 2, 8, 18, 38, 48):
    v, da, db = evalua(*recorrido[k])
    cuadro.append({"t": k, "x": recorrido[k][0], "y": recorrido[k][1], "g": v, "norma": (da**2 + db**2)**.5})
normas = [(evalua(*p)[1]**2 + evalua(*p)[2]**2)**.5 for p in recorrido]
print(f"La norma baja de 0.02 por primera vez en t = {[n <= 0.02 for n in normas].index(True)}")
