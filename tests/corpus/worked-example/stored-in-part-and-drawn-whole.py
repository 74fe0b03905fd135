# Thirty steps are stored, all 48 are drawn: 30 of 48.
# trace: short 1.88
# figure: ok 1
# %%
import numpy as np
import matplotlib.pyplot as plt
def run(n):
    rows = [(1.0, -1.0)]
    for _ in range(n):
        x, y = rows[-1]
        rows.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
    return rows
trace = run(30)
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 60), np.linspace(-1.5, 1.5, 60))
plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y)
plt.plot(*zip(*run(48)), "o-")
plt.show()
