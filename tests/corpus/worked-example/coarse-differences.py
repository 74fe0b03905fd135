# Forward differences with h = 0.1, far beyond what is honest.
# gradient: coarse-differences 0.5
# trace: coarse-differences 1.5
# %%
import numpy as np
g = lambda p: p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]
def grad(p, h=0.1):
    return np.array([(g(p + h*e) - g(p))/h for e in np.eye(2)])
trace = [np.array([1.0, -1.0])]
for _ in range(48):
    trace.append(trace[-1] - 0.1*grad(trace[-1]))
