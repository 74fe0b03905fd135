# The gradient is clipped to a norm of 2, as deep-learning code does; printed with two decimals.
# trace: normalised-gradient 1.5
# %%
import numpy as np
theta = np.array([1.0, -1.0])
trace = [theta.copy()]
for t in range(48):
    g = np.array([theta[0] - theta[1], 4*theta[1] - theta[0]])
    norma = np.linalg.norm(g)
    if norma > 2:
        g = g*2/norma
    theta = theta - 0.1*g
    trace.append(theta.copy())
trace = np.round(trace, 2)
