# The descent is sequential; the gradient is right. Called again on the asked input it gives the trace too.
# gradient: ok
# descent: sequential-update 1
# trace: sequential-update 1.5
# %%
def grad_g(x, y): return x - y, 4*y - x
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    out = [(x, y)]
    for _ in range(iterations):
        x = x - step_size*grad(x, y)[0]
        y = y - step_size*grad(x, y)[1]
        out.append((x, y))
    return out
