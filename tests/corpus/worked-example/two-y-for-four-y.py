# A wrong term: 2y for 4y in ∂g/∂y. It still reaches the minimum.
# gradient: wrong-gradient 0
# trace: wrong-gradient 1.5
# %%
import numpy as np
def grad_g(x, y):
    return np.array([x - y, 2*y - x])
trace = [np.array([1.0, -1.0])]
for _ in range(48):
    trace.append(trace[-1] - 0.1*grad_g(*trace[-1]))
