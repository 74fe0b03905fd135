# Sympy Matrix gradient, Portuguese-Spanish mix, DataFrame of everything.
# names: own
# gradient: ok
# trace: ok
# table: ok
# stopping: ok
# %%
import sympy as sp, pandas as pd
x, y = sp.symbols("x y")
G = x**2/2 + 2*y**2 - x*y
nabla_G = sp.Matrix([G.diff(x), G.diff(y)])
num = sp.lambdify((x, y), list(nabla_G))
val = sp.lambdify((x, y), G)
a, b = 1.0, -1.0
registro = []
for t in range(49):
    u, v = num(a, b)
    registro.append((t, a, b, val(a, b), (u**2 + v**2)**0.5))
    a, b = a - 0.1*u, b - 0.1*v
df_total = pd.DataFrame(registro, columns=["iter", "x", "y", "g", "||grad||"])
# %%
df_total[df_total.iter.isin([1, 2, 8, 18, 38, 48])]
# %%
t_minimo = df_total.loc[df_total["||grad||"] <= 0.02, "iter"].iloc[0]
print(f"Criterio de parada alcanzado en la iteración {t_minimo}")
