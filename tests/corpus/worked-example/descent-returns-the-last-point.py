# Only the final point is returned.
# descent: wrong-shape 0
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    for _ in range(iterations):
        gx, gy = grad(x, y)
        x, y = x - step_size*gx, y - step_size*gy
    return x, y
