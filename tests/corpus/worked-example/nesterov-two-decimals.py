# Nesterov's method with β = 0.9, two decimals.
# gradient: ok
# trace: momentum 1.5
# %%
import numpy as np
G = lambda p: np.array([p[0] - p[1], 4*p[1] - p[0]])
p, v = np.array([1.0, -1.0]), np.zeros(2)
trace = [p.round(2)]
for _ in range(48):
    v = 0.9*v - 0.1*G(p + 0.9*v)
    p = p + v
    trace.append(p.round(2))
