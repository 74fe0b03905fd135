# The stopping time is one too late (a step after the norm is small), among a list that holds the right one.
# names: own
# gradient: ok
# trace: ok
# stopping: off-by-one|undecided 0
# %%
def inclinacion(x, y):
    return x - y, 4*y - x
camino_g = [(1.0, -1.0)]
for _ in range(48):
    x, y = camino_g[-1]
    dx, dy = inclinacion(x, y)
    camino_g.append((x - 0.1*dx, y - 0.1*dy))
normas = [(dx*dx + dy*dy)**.5 for dx, dy in (inclinacion(*p) for p in camino_g)]
cumplen = [t for t, n in enumerate(normas) if n <= 0.02]
primer_t = cumplen[0] + 1
print("primer t:", primer_t)
