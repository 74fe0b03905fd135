# Labelled levels, of which one is below every value and one above.
# trace: ok 3
# figure: ok 1
# %%
import numpy as np
import matplotlib.pyplot as plt
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 60), np.linspace(-1.5, 1.5, 60))
levels = plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, levels=[-1, 0.1, 0.5, 1, 2, 4, 50])
plt.clabel(levels)
plt.plot(*zip(*trace), "o-")
plt.show()
