# One dot a step, drawn as it goes.
# names: own
# trace: ok
# figure: ok
# %%
import numpy as np, matplotlib.pyplot as plt
X, Y = np.meshgrid(np.linspace(-1, 1.5, 60), np.linspace(-1.2, 0.5, 60))
plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, 20)
a, b = 1.0, -1.0
for k in range(49):
    plt.scatter(a, b, c="k")
    a, b = a - 0.1*(a - b), b - 0.1*(4*b - a)
plt.show()
