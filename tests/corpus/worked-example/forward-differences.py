# The gradient by forward differences, h = 1e-6: honest, and told.
# gradient: ok
# trace: ok
# %%
import numpy as np
def g(v):
    return v[0]**2/2 + 2*v[1]**2 - v[0]*v[1]
def gradient(v, h=1e-6):
    return np.array([(g(v + h*e) - g(v))/h for e in np.eye(2)])
v = np.array([1.0, -1.0])
path = [v]
for _ in range(48):
    v = v - 0.1*gradient(v)
    path.append(v)
