# It prints every step and returns the rows: right, and told.
# descent: ok
# remark: prints
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    rows = [(x, y)]
    for t in range(iterations):
        gx, gy = grad(x, y)
        x, y = x - step_size*gx, y - step_size*gy
        print(t + 1, x, y)
        rows.append((x, y))
    return rows
