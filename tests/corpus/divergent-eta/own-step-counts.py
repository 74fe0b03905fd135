# How many steps each run took until it was large, with a rate that is told nowhere as an answer; the cycle converges.
# names: own
# diverges-f: absent|undecided|wrong 0
# oscillates: wrong-class|undecided 0
# %%
pasos_hasta_escapar = {}
for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = s
    n = 0
    while abs(x) + abs(y) < 1e6 and n < 100:
        a, b = x*x + y - 11, x + y*y - 7
        x, y = x - 0.03*(4*x*a + 2*b), y - 0.03*(2*a + 4*y*b)
        n += 1
    pasos_hasta_escapar[s] = n
ciclo_de_f = ((0, 1), 0.01)
print(pasos_hasta_escapar)
