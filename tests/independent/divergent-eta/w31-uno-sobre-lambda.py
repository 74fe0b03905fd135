# Spanish; 1/lambda_max = 0.2324 for 2/lambda_max: a quarter (0.75); rest right.
# threshold: wrong 0.75
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
H = np.array([[1, -1], [-1, 4]])
lam = np.linalg.eigvalsh(H)
eta_max_g = 1/lam.max()
print(eta_max_g)
# %%
eta_g = 0.5
p = np.array([1.0, -1.0])
trace_g = [p]
for _ in range(30):
    p = p - eta_g*H @ p
    trace_g.append(p)
print(trace_g[-1])
# %%
eta_f = {(0, 1): 0.05, (-1, 1): 0.05, (-1, -1): 0.05, (0, -1): 0.05}
eta_cycle = ((-1, -1), 0.016)
# %%
discussion = """Para g el umbral es 2/lambda_max. Para f, entre converger y escapar hay ciclos y caos."""
