# 0.1 is written in the loop: step_size is not used.
# descent: wrong-step-size 1
# remark: ignores-argument
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    rows = [(x, y)]
    for _ in range(iterations):
        gx, gy = grad(x, y)
        x, y = x - 0.1*gx, y - 0.1*gy
        rows.append((x, y))
    return rows
