# The function returns the last point only; its calls to the gradient, and that point, are the iterates.
# names: own
# gradient: ok
# trace: ok
# %%
def derivadas(x, y):
    return x - y, 4*y - x
def minimizar(x, y, eta, n):
    for _ in range(n):
        dx, dy = derivadas(x, y)
        x, y = x - eta*dx, y - eta*dy
    return x, y
minimo = minimizar(1.0, -1.0, 0.1, 48)
print("mínimo:", minimo)
