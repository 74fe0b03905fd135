# Twenty iterations with a tiny rate: the ends are no limits; the three minima named are right, one is missing.
# names: own
# gradient: ok
# runs: short|undecided
# limits: wrong|undecided
# minima: short|undecided
# %%
def grad_hb(x, y):
    a, b = x*x + y - 11, x + y*y - 7
    return 4*x*a + 2*b, 2*a + 4*y*b
avances, destinos_finales = {}, {}
for p in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = p
    lista = [(x, y)]
    for _ in range(30):
        dx, dy = grad_hb(x, y)
        x, y = x - 0.002*dx, y - 0.002*dy
        lista.append((x, y))
    avances[p] = lista
    destinos_finales[p] = (round(x, 4), round(y, 4))
los_minimos_de_f = [(3, 2), (-2.805, 3.131), (3.584, -1.848)]
