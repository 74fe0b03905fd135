# Only a figure: four lines on level curves.
# names: own
# runs: ok
# figure: ok
# %%
import numpy as np, matplotlib.pyplot as plt
def pinta():
    X, Y = np.meshgrid(np.linspace(-5, 5, 120), np.linspace(-5, 5, 120))
    plt.contour(X, Y, (X**2 + Y - 11)**2 + (X + Y**2 - 7)**2, 40)
    for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
        r = [s]
        for _ in range(100):
            x, y = r[-1]
            a, b = x**2 + y - 11, x + y**2 - 7
            r.append((x - 0.01*(4*x*a + 2*b), y - 0.01*(2*a + 4*y*b)))
        plt.plot(*zip(*r), ".-")
    plt.show()
pinta()
