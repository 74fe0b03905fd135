# Names of the contract ignored: French; one dict `resultats` with everything inside (lists by name), functions `df` and `iterer`.
# names: own
# gradient: ok|absent|wrong-shape|undecided
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# %%
import math
def df(x, y):
    return {"x": x - y, "y": 4*y - x}
def iterer(x, y, taux, n):
    resultats = {"k": [0], "x": [x], "y": [y]}
    for k in range(1, n + 1):
        d = df(x, y)
        x, y = x - taux*d["x"], y - taux*d["y"]
        resultats["k"].append(k); resultats["x"].append(x); resultats["y"].append(y)
    return resultats
resultats = iterer(1.0, -1.0, 0.1, 48)
resultats["g"] = [a*a/2 + 2*b*b - a*b for a, b in zip(resultats["x"], resultats["y"])]
resultats["norme"] = [math.hypot(a - b, 4*b - a) for a, b in zip(resultats["x"], resultats["y"])]
for k in (1, 2, 8, 18, 38, 48):
    print(k, *[round(resultats[c][k], 4) for c in ("x", "y", "g", "norme")], sep="\t")
arret = [k for k in resultats["k"] if resultats["norme"][k] <= 0.02][0]
print("arret", arret)
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot(resultats["x"], resultats["y"], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
