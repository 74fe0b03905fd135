# Without X and Y the curves stand over the indices of the grid: the path is not on level curves of g.
# trace: ok 3
# figure: wrong-value 0.5
# %%
import numpy as np
import matplotlib.pyplot as plt
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.contour(X**2/2 + 2*Y**2 - X*Y)
plt.plot(*zip(*trace), "o-")
plt.show()
