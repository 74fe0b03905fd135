# Two runs under their rates; only one is the one asked.
# names: own
# trace: ok
# %%
def corre(eta):
    c = [(1.0, -1.0)]
    for _ in range(48):
        x, y = c[-1]
        c.append((x - eta*(x - y), y - eta*(4*y - x)))
    return c
resultados = {eta: corre(eta) for eta in (0.05, 0.1, 0.2)}
