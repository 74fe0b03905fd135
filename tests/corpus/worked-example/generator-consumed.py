# A generator that was consumed by a sum: no points are left in it, but its function can be called again.
# trace: ok
# %%
def recorrido(x=1.0, y=-1.0, eta=0.1, n=48):
    yield x, y
    for _ in range(n):
        x, y = x - eta * (x - y), y - eta * (4 * y - x)
        yield x, y
trace = recorrido()
suma = sum(px for px, py in trace)
