# Two causes at once: heavy ball with β = 0.5, and 2y for 4y.
# trace: momentum|wrong-gradient 1.5
# %%
import numpy as np
p, v = np.array([1.0, -1.0]), np.zeros(2)
trace = [p]
for _ in range(48):
    v = 0.5*v - 0.1*np.array([p[0] - p[1], 2*p[1] - p[0]])
    p = p + v
    trace.append(p)
