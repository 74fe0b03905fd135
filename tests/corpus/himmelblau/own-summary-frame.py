# Pandas: a DataFrame a run, and one that sums up where each begins and ends.
# names: own
# runs: ok
# limits: ok
# minima: ok
# %%
import pandas as pd
ritmo = 0.01
tablas = {}
for p0 in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = map(float, p0)
    filas = [{"k": 0, "x": x, "y": y}]
    for k in range(1, 101):
        u, v = x*x + y - 11, x + y*y - 7
        x, y = x - ritmo*(4*x*u + 2*v), y - ritmo*(2*u + 4*y*v)
        filas.append({"k": k, "x": x, "y": y})
    tablas[p0] = pd.DataFrame(filas)
# %%
resumen = pd.DataFrame([(*p0, *t[["x", "y"]].iloc[-1]) for p0, t in tablas.items()], columns=["x0", "y0", "x_final", "y_final"])
puntos_minimos = resumen[["x_final", "y_final"]].round(4).to_numpy()
resumen
