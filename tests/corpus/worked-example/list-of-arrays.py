# One new array a step; the gradient takes a vector.
# gradient: ok
# trace: ok
# %%
import numpy as np
def gradiente(v):
    return np.array([v[0] - v[1], 4 * v[1] - v[0]])
# %%
theta = np.array([1.0, -1.0])
trayectoria = [theta]
for k in range(48):
    theta = theta - 0.1 * gradiente(theta)
    trayectoria.append(theta)
