# A generator that nobody has consumed.
# trace: ok
# %%
def recorrido(x, y, eta, n):
    yield x, y
    for _ in range(n):
        x, y = x - eta * (x - y), y - eta * (4 * y - x)
        yield x, y
trace = recorrido(1.0, -1.0, 0.1, 48)
