# French; forward differences h = 1e-5 in the trace; grad_g is the same approximation.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
import numpy as np
def g(v):
    return v[0]**2/2 + 2*v[1]**2 - v[0]*v[1]
def gradient_numerique(fonction, v, h=1e-5):
    v = np.asarray(v, dtype=float)
    base = fonction(v)
    res = np.zeros(2)
    for i in range(2):
        w = v.copy(); w[i] += h
        res[i] = (fonction(w) - base)/h
    return res
grad_g = lambda v: gradient_numerique(g, v)
def gradient_descent(grad, start, step_size, iterations):
    etapes = [np.asarray(start, dtype=float)]
    for _ in range(iterations):
        etapes.append(etapes[-1] - step_size*grad(etapes[-1]))
    return np.array(etapes)
trace = gradient_descent(grad_g, [1.0, -1.0], 0.1, 48)
# %%
table = {t: (*trace[t].round(4), round(g(trace[t]), 4), round(np.linalg.norm(grad_g(trace[t])), 4)) for t in (1, 2, 8, 18, 38, 48)}
t_stop = int(np.argmax([np.linalg.norm(grad_g(v)) <= 0.02 for v in trace]))
table, t_stop
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot(trace[:, 0], trace[:, 1], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
# %%
slide_errata = 'La colonne de la norme contient en fait g; la ligne 48 correspond à t = 38. Sans doute une erreur de copie.'
