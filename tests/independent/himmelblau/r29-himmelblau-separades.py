# Names of the contract ignored: Catalan; four separate pairs of lists x_a, y_a … y_d, no dict; limits printed.
# names: own
# runs: ok|absent
# limits: ok|absent
# minima: ok|absent
# figure: ok 1
# %%
def baixada(x, y, eta, n):
    lx, ly = [x], [y]
    for _ in range(n):
        gx = 4*x**3 + 4*x*y - 42*x + 2*y**2 - 14
        gy = 4*y**3 + 4*x*y - 26*y + 2*x**2 - 22
        x, y = x - eta*gx, y - eta*gy
        lx.append(x); ly.append(y)
    return lx, ly
x_a, y_a = baixada(0, 1, 0.01, 100)
x_b, y_b = baixada(-1, 1, 0.01, 100)
x_c, y_c = baixada(-1, -1, 0.01, 100)
x_d, y_d = baixada(0, -1, 0.01, 100)
for lx, ly in ((x_a, y_a), (x_b, y_b), (x_c, y_c), (x_d, y_d)):
    print("(%.5f, %.5f)" % (lx[-1], ly[-1]))
# %%
import numpy as np
import matplotlib.pyplot as plt
XX, YY = np.meshgrid(np.linspace(-5, 5, 150), np.linspace(-5, 5, 150))
ZZ = (XX**2 + YY - 11)**2 + (XX + YY**2 - 7)**2
plt.figure(figsize=(6, 5))
plt.contour(XX, YY, ZZ, levels=np.logspace(0, 3, 15))
for px, py in [(x_a, y_a), (x_b, y_b), (x_c, y_c), (x_d, y_d)]:
    plt.plot(px, py, ".-")
plt.show()
