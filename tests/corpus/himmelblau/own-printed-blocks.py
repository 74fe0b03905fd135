# Only prints, Spanish: each run in a block, conclusion sentences.
# names: own
# runs: ok
# limits: ok
# minima: ok
# %%
def corre(x, y, eta=0.01):
    print(f"--- Corrida desde ({x}, {y}) ---")
    for t in range(101):
        print(f"{t:3d}: ({x:.6f}, {y:.6f})")
        u, v = x*x + y - 11, x + y*y - 7
        x, y = x - eta*(4*x*u + 2*v), y - eta*(2*u + 4*y*v)
    return x, y
resultados_finales = []
for inicio in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    resultados_finales.append(corre(*inicio))
# %%
for inicio, r in zip(((0, 1), (-1, 1), (-1, -1), (0, -1)), resultados_finales):
    print(f"La corrida que inicia en {inicio} converge al mínimo ({r[0]:.4f}, {r[1]:.4f})")
