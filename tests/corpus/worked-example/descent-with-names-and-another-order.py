# Keyword names in Spanish, in an order of their own.
# descent: ok
# %%
def descenso_gradiente(inicio, gradiente, iteraciones, tasa):
    x, y = inicio
    filas = [(x, y)]
    for _ in range(iteraciones):
        a, b = gradiente(x, y)
        x, y = x - tasa*a, y - tasa*b
        filas.append((x, y))
    return filas
