# theta -= …: rows are copies, so they are right; the caller's start is changed, which is told.
# descent: ok
# remark: start-mutated
# %%
import numpy as np
def gradient_descent(grad, start, step_size, iterations):
    theta = start
    rows = [theta.copy()]
    for _ in range(iterations):
        theta -= step_size*np.asarray(grad(theta))
        rows.append(theta.copy())
    return rows
