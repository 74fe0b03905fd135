# It begins at (1, −1) whatever it is given.
# descent: wrong-start 1
# remark: ignores-argument
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = 1.0, -1.0
    rows = [(x, y)]
    for _ in range(iterations):
        gx, gy = grad(x, y)
        x, y = x - step_size*gx, y - step_size*gy
        rows.append((x, y))
    return rows
