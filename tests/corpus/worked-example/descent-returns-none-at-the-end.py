# It returns inside the loop when it converges, and None when the iterations are used up.
# descent: wrong-shape|absent 0
# %%
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    rows = [(x, y)]
    for _ in range(iterations):
        gx, gy = grad(x, y)
        if gx*gx + gy*gy < 1e-30:
            return rows
        x, y = x - step_size*gx, y - step_size*gy
        rows.append((x, y))
