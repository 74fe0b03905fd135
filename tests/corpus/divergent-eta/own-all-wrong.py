# Every claim is told by its words, and wrong.
# names: own
# threshold: wrong-value|undecided
# diverges-f: wrong-class|undecided
# oscillates: wrong-class|undecided
# diverges-g: wrong|undecided
# %%
eta_limite_de_g = 0.47
tasas_que_escapan = {(0, 1): 0.02, (-1, 1): 0.02, (-1, -1): 0.1, (0, -1): 0.1}
ciclo_hallado = ((-1, -1), 0.1)
tasa_divergente_g = 0.45
p = [(1.0, -1.0)]
for _ in range(12):
    x, y = p[-1]
    p.append((x - 0.45*(x - y), y - 0.45*(4*y - x)))
