# A list of dicts with start, path and end.
# names: own
# runs: ok
# %%
resultados = []
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    x, y = map(float, s)
    path = [(x, y)]
    for _ in range(100):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - 0.01*(4*x*a + 2*b), y - 0.01*(2*a + 4*y*b)
        path.append((x, y))
    resultados.append({"start": s, "path": path})
