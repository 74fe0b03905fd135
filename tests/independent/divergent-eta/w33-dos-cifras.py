# Spanish; threshold given as 0.46 by trial: half (1.5); rest right.
# threshold: too-few-digits 1.5
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
def prueba(eta, n=3000):
    p = np.array([1.0, -1.0])
    for _ in range(n):
        p = p - eta*np.array([p[0] - p[1], 4*p[1] - p[0]])
    return np.linalg.norm(p)
ok = [e for e in np.arange(1, 100)/100 if prueba(e) < 1]
eta_max_g = float(max(ok))
eta_max_g
# %%
eta_g = 0.7
x, y = 1.0, -1.0
xs, ys = [x], [y]
for i in range(15):
    x, y = x - eta_g*(x - y), y - eta_g*(4*y - x)
    xs.append(x); ys.append(y)
trace_g = {"x": xs, "y": ys}
eta_f = [0.05, 0.05, 0.04, 0.05]
eta_cycle = ([-1, -1], 0.018)
# %%
discussion = """Para g el umbral es 2/lambda_max. Para f, entre converger y escapar hay ciclos y caos."""
