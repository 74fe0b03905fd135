# Names of the contract ignored: English; scipy-like minimize(fun, x0, jac, callback) of their own; iterates collected by the callback in `iterates`; reversed print of rows.
# names: own
# gradient: ok|absent
# descent: absent|undecided|ok
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# kernel: yes
# %%
import numpy as np
from types import SimpleNamespace
def fun(v): return v[0]**2/2 + 2*v[1]**2 - v[0]*v[1]
def jac(v): return np.array([v[0] - v[1], 4*v[1] - v[0]])
def minimize(fun, x0, jac, callback, lr=0.1, maxiter=48):
    v = np.array(x0, dtype=float)
    callback(v.copy())
    for nit in range(maxiter):
        v -= lr*jac(v)
        callback(v.copy())
    return SimpleNamespace(x=v, fun=fun(v), jac=jac(v), nit=maxiter)
iterates = []
res = minimize(fun, [1, -1], jac, iterates.append)
res
# %%
wanted = [(t, *iterates[t], fun(iterates[t]), np.linalg.norm(jac(iterates[t]))) for t in (48, 38, 18, 8, 2, 1)]
for w in wanted[::-1]: print("%2d  %7.4f %7.4f %7.4f %7.4f" % w)
answer5 = sum(np.linalg.norm(jac(v)) > 0.02 for v in iterates)
print("norm below 0.02 from t =", answer5)
# %%
import numpy as np
import matplotlib.pyplot as plt
malla = np.linspace(-2, 2, 60)
MX, MY = np.meshgrid(malla, malla)
fig = plt.figure()
ax = fig.add_subplot(111)
cs = ax.contour(MX, MY, MX**2/2 + 2*MY**2 - MX*MY, levels=[0.05, 0.1, 0.3, 0.5, 1, 2, 3.5, 6])
ax.clabel(cs)
ax.plot([v[0] for v in iterates], [v[1] for v in iterates], "k--")
ax.scatter([v[0] for v in iterates], [v[1] for v in iterates], c="r", s=10)
fig.savefig("descenso.png")
