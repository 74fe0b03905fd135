# A sequential update of which only a line on axes remains: level curves right, path its own.
# trace: sequential-update 1.5
# figure: carried-forward 0.5
# %%
import numpy as np, matplotlib.pyplot as plt
def f():
    X, Y = np.meshgrid(np.linspace(-1, 1.5, 60), np.linspace(-1.2, 0.5, 60))
    plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, 25)
    a, b = [1.0], [-1.0]
    for _ in range(48):
        a.append(a[-1] - 0.1*(a[-1] - b[-1]))
        b.append(b[-1] - 0.1*(4*b[-1] - a[-1]))
    plt.plot(a, b, "-o")
    plt.show()
f()
