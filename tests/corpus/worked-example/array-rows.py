# An array (49, 2).
# gradient: ok
# descent: ok
# trace: ok
# %%
import numpy as np
def grad_g(x, y):
    return np.array([x - y, 4 * y - x])
def gradient_descent(grad, start, step_size, iterations):
    out = np.zeros((iterations + 1, len(start)))
    out[0] = start
    for k in range(iterations):
        out[k + 1] = out[k] - step_size * grad(*out[k])
    return out
trace = gradient_descent(grad_g, np.array([1.0, -1.0]), 0.1, 48)
