# Arrows by quiver, one a step; their ends are the next points.
# names: own
# trace: ok
# figure: ok
# %%
import numpy as np, matplotlib.pyplot as plt
def grafica():
    X, Y = np.meshgrid(np.linspace(-1, 1.5, 60), np.linspace(-1.2, 0.5, 60))
    fig, ax = plt.subplots()
    ax.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, 20)
    p = np.array([[1.0, -1.0]])
    for _ in range(48):
        d = np.array([p[-1, 0] - p[-1, 1], 4*p[-1, 1] - p[-1, 0]])
        p = np.concatenate([p, [p[-1] - 0.1*d]])
    ax.quiver(p[:-1, 0], p[:-1, 1], np.diff(p[:, 0]), np.diff(p[:, 1]), angles="xy", scale_units="xy", scale=1)
    plt.show()
grafica()
