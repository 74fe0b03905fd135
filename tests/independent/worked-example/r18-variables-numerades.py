# Names of the contract ignored: Catalan; trajectory under the alias-like Spanish name `trayectoria`, DataFrame of rows with arrays in one column, segments drawn one by one (doubt: figure as 48 two-point lines).
# names: own
# gradient: ok|absent
# trace: ok 3
# table: ok|absent
# stopping: ok|absent
# figure: ok|undecided|wrong-value
# %%
import numpy as np, pandas as pd
import matplotlib.pyplot as plt
def gradient(p): return np.array([p[0] - p[1], 4*p[1] - p[0]])
theta = np.array([1., -1.])
trayectoria = [theta]
for _ in range(48):
    theta = theta - .1*gradient(theta)
    trayectoria.append(theta)
df = pd.DataFrame({"t": range(49), "theta": trayectoria})
df["g"] = [p[0]**2/2 + 2*p[1]**2 - p[0]*p[1] for p in trayectoria]
df["norma"] = [np.linalg.norm(gradient(p)) for p in trayectoria]
df.iloc[[1, 2, 8, 18, 38, 48]]
# %%
primer = df.t[df.norma <= 0.02].min()
print(primer)
# %%
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 50), np.linspace(-1.5, 1.5, 50))
plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, 15)
for a, b in zip(trayectoria, trayectoria[1:]):
    plt.plot([a[0], b[0]], [a[1], b[1]], "r-")
plt.show()
