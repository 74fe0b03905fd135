# Names of the contract ignored: Catalan; xs/ys lists, function `derivades`, `baixa`, DataFrame `resum`, `parada`.
# names: own
# gradient: ok|absent
# descent: ok|absent
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# kernel: yes
# %%
import pandas as pd
def derivades(a, b):
    return a - b, 4*b - a
def baixa(deriv, inici, pas, voltes):
    a, b = inici
    xs, ys = [a], [b]
    for _ in range(voltes):
        da, db = deriv(a, b)
        a, b = a - pas*da, b - pas*db
        xs.append(a); ys.append(b)
    return xs, ys
xs, ys = baixa(derivades, (1.0, -1.0), 0.1, 48)
# %%
tot = pd.DataFrame({"k": range(49), "x": xs, "y": ys})
tot["f"] = tot.x**2/2 + 2*tot.y**2 - tot.x*tot.y
tot["|grad|"] = ((tot.x - tot.y)**2 + (4*tot.y - tot.x)**2)**0.5
resum = tot[tot.k.isin([1, 2, 8, 18, 38, 48])]
parada = int(tot[tot["|grad|"] <= 0.02].k.iloc[0])
print(resum.round(4), parada)
# %%
import numpy as np
import matplotlib.pyplot as plt
malla = np.linspace(-2, 2, 60)
MX, MY = np.meshgrid(malla, malla)
fig = plt.figure()
ax = fig.add_subplot(111)
cs = ax.contour(MX, MY, MX**2/2 + 2*MY**2 - MX*MY, levels=[0.05, 0.1, 0.3, 0.5, 1, 2, 3.5, 6])
ax.clabel(cs)
ax.plot(xs, ys, "k--")
ax.scatter(xs, ys, c="r", s=10)
fig.savefig("descenso.png")
