# A function that needs no arguments at all.
# names: own
# trace: ok
# %%
def recorrer(x0=1.0, y0=-1.0, lr=0.1, n_iter=48):
    xs, ys = [x0], [y0]
    for _ in range(n_iter):
        x, y = xs[-1], ys[-1]
        xs.append(x - lr*(x - y)); ys.append(y - lr*(4*y - x))
    return xs, ys
x_final, y_final = recorrer()[0][-1], recorrer()[1][-1]
