# Nothing but a drawn table on the screen.
# names: own
# table: ok
# %%
from math import hypot
def fila(t):
    x, y = 1.0, -1.0
    for _ in range(t):
        x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
    return t, x, y, x**2/2 + 2*y**2 - x*y, hypot(x - y, 4*y - x)
print("|  t |   x    |   y    |   g    | norma  |")
print("|----|--------|--------|--------|--------|")
for t in (1, 2, 8, 18, 38, 48):
    print("| {:2d} | {:.4f} | {:.4f} | {:.4f} | {:.4f} |".format(*fila(t)))
