# Spanish; eta_f are rates where each run falls into an attracting 2-cycle, claimed divergent because they do not settle: 1/2 each, 2.0.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: wrong-class 2
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
def grad(x, y):
    return 4*x*(x**2+y-11)+2*(x+y**2-7), 2*(x**2+y-11)+4*y*(x+y**2-7)
def no_converge(s, eta):
    x, y = s
    for _ in range(5000):
        gx, gy = grad(x, y)
        x, y = x - eta*gx, y - eta*gy
    return np.hypot(*grad(x, y)) > 1e-3
candidatos = {(0, 1): 0.0265, (-1, 1): 0.028, (-1, -1): 0.017, (0, -1): 0.02}
eta_f = {s: e for s, e in candidatos.items() if no_converge(s, e)}
eta_f
# %%
eta_cycle = ((-1, -1), 0.0165)
eta_max_g = 0.4648
eta_g = 0.5
trace_g = np.zeros((40, 2)); trace_g[0] = 1, -1
for k in range(39):
    x, y = trace_g[k]
    trace_g[k+1] = x - eta_g*(x - y), y - eta_g*(4*y - x)
# %%
discussion = """Para g el umbral es 2/lambda_max. Para f, entre converger y escapar hay ciclos y caos."""
