# The list of rows is a default argument: a second call begins with the rows of the first.
# descent: keeps-state
# %%
import numpy as np
def gradient_descent(grad, start, step_size, iterations, rows=[]):
    p = np.array(start, float)
    rows.append(p)
    for _ in range(iterations):
        p = p - step_size*np.asarray(grad(p))
        rows.append(p)
    return list(rows)
