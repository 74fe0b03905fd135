# Only a figure: level curves and the path as a line.
# names: own
# trace: ok
# figure: ok
# %%
import numpy as np, matplotlib.pyplot as plt
def dibuja():
    X, Y = np.meshgrid(np.linspace(-1, 1.5, 60), np.linspace(-1.2, 0.5, 60))
    plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, 25)
    x, y = [1.0], [-1.0]
    for _ in range(48):
        x1 = x[-1] - 0.1*(x[-1] - y[-1])
        y.append(y[-1] - 0.1*(4*y[-1] - x[-1]))
        x.append(x1)
    plt.plot(x, y, "ro-")
    plt.show()
dibuja()
