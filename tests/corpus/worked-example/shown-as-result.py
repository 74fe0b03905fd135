# The last expression of a cell shows the list; no variable holds it.
# names: own
# trace: ok
# %%
def pasos(n):
    x, y, salida = 1.0, -1.0, []
    for _ in range(n + 1):
        salida.append((x, y))
        x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
    return salida
pasos(48)
