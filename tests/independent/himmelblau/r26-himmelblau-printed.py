# Names of the contract ignored: English; only printed every 10 steps and final points, figure with the four paths; lists overwritten per start.
# names: own
# runs: ok|absent
# limits: ok|absent
# minima: ok|absent
# figure: ok 1
# %%
import numpy as np
import matplotlib.pyplot as plt
u = np.linspace(-5, 5, 200)
X, Y = np.meshgrid(u, u)
plt.contour(X, Y, (X**2 + Y - 11)**2 + (X + Y**2 - 7)**2, np.logspace(0, 3, 12))
lr = 0.01
for start in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    x, y = start
    xs, ys = [x], [y]
    for epoch in range(100):
        gx = 4*x*(x**2 + y - 11) + 2*(x + y**2 - 7)
        gy = 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)
        x, y = x - lr*gx, y - lr*gy
        xs.append(x); ys.append(y)
        if epoch % 10 == 9: print(start, epoch + 1, round(x, 4), round(y, 4))
    print("start", start, "-> minimum (%.4f, %.4f)" % (x, y))
    plt.plot(xs, ys, "o-", ms=2, label=str(start))
plt.legend()
plt.show()
