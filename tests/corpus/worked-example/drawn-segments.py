# Each step is a segment of its own.
# names: own
# trace: ok
# figure: ok
# %%
import numpy as np, matplotlib.pyplot as plt
X, Y = np.meshgrid(np.linspace(-1, 1.5, 60), np.linspace(-1.2, 0.5, 60))
fig, ax = plt.subplots()
ax.contourf(X, Y, X**2/2 + 2*Y**2 - X*Y, 30)
x, y = 1.0, -1.0
for _ in range(48):
    nx, ny = x - 0.1*(x - y), y - 0.1*(4*y - x)
    ax.plot([x, nx], [y, ny], "w.-")
    x, y = nx, ny
plt.show()
