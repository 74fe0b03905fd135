# Unusual: everything inside main(), returned as a dict.
# names: own
# trace: ok
# table: ok
# stopping: ok
# %%
import math
def main():
    res = {"recorrido": [(1.0, -1.0)], "filas": [], "parada": None}
    for t in range(49):
        x, y = res["recorrido"][-1]
        n = math.hypot(x - y, 4*y - x)
        if n <= 0.02 and res["parada"] is None:
            res["parada"] = t
        if t in (1, 2, 8, 18, 38, 48):
            res["filas"].append((t, x, y, x*x/2 + 2*y*y - x*y, n))
        if t < 48:
            res["recorrido"].append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
    return res
salida_total = main()
