# Names of the contract ignored: English; nested dict results[start]['path'], numerical gradient with numpy helper, learning rate 0.008 in a config dict.
# names: own
# runs: ok|absent
# limits: ok|absent
# minima: ok|absent
# figure: ok 1
# %%
import numpy as np
config = {"learning_rate": 0.008, "n_steps": 100, "starts": [(0, 1), (-1, 1), (-1, -1), (0, -1)]}
def himmelblau(w): return (w[0]**2 + w[1] - 11)**2 + (w[0] + w[1]**2 - 7)**2
def num_grad(f, w, h=1e-6):
    e = np.eye(2)*h
    return np.array([(f(w + d) - f(w - d))/(2*h) for d in e])
results = {}
for s in config["starts"]:
    w = np.array(s, dtype=float)
    path, losses = [w], [himmelblau(w)]
    for _ in range(config["n_steps"]):
        w = w - config["learning_rate"]*num_grad(himmelblau, w)
        path.append(w); losses.append(himmelblau(w))
    results[s] = {"path": np.array(path), "losses": losses, "converged_to": w.round(4)}
for s, r in results.items(): print(s, r["converged_to"], f"{r['losses'][-1]:.2e}")
# %%
import matplotlib.pyplot as plt, numpy as np
fig, ax = plt.subplots()
ax.set_xlim(-5, 5); ax.set_ylim(-5, 5)
q = np.linspace(-5, 5, 120)
ax.contour(q, q, [[(x*x + y - 11)**2 + (x + y*y - 7)**2 for x in q] for y in q], 40, cmap="jet")
for px, py in [r["path"].T for r in results.values()]:
    ax.plot(px, py, linewidth=2)
    ax.plot(px[-1], py[-1], "k*")
