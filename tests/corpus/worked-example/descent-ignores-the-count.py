# 48 is written in the loop: iterations is not used.
# descent: too-many-rows|short
# remark: ignores-argument
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    rows = [(x, y)]
    for _ in range(48):
        gx, gy = grad(x, y)
        x, y = x - step_size*gx, y - step_size*gy
        rows.append((x, y))
    return rows
