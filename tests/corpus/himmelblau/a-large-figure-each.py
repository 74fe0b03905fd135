# Four figures of many curves, one a start.
# runs: ok 4
# figure: ok 1
# %%
import matplotlib.pyplot as plt
import numpy as np
eta = 0.01
starts = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
def run(x, y):
    rows = [(x, y)]
    for _ in range(100):
        x, y = x - eta*(4*x*(x**2 + y - 11) + 2*(x + y**2 - 7)), y - eta*(2*(x**2 + y - 11) + 4*y*(x + y**2 - 7))
        rows.append((x, y))
    return rows
runs = {s: run(*s) for s in starts}
X, Y = np.meshgrid(np.linspace(-5, 5, 200), np.linspace(-5, 5, 200))
for s in starts:
    plt.figure()
    plt.contour(X, Y, (X**2 + Y - 11)**2 + (X + Y**2 - 7)**2, levels=np.logspace(0, 3, 25))
    plt.plot(*zip(*runs[s]), "o-")
    plt.show()
