# English; trace shown with two decimals (rounded for display), table two decimals accepted; class with in-place work on copies; kernelspec with odd name.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
# Colab
try:
    from google.colab import drive
except ImportError:
    pass
import numpy as np
# %%
class GradientDescent:
    def __init__(self, grad, lr=0.1):
        self.grad, self.lr, self.history_points = grad, lr, []
    def __call__(self, start, n):
        theta = np.array(start, dtype=np.float64)
        for k in range(n + 1):
            self.history_points.append(theta.copy())
            theta -= self.lr*np.asarray(self.grad(*theta))
        return self.history_points
def grad_g(x, y):
    return x - y, 4*y - x
def gradient_descent(grad, start, step_size, iterations):
    return GradientDescent(grad, step_size)(start, iterations)
# %%
pts = gradient_descent(grad_g, [1, -1], 0.1, 48)
trace = [[round(float(v), 2) for v in p] for p in pts]
ks = [1, 2, 8, 18, 38, 48]
table = [(k, *(round(float(v), 2) for v in (*pts[k], pts[k][0]**2/2 + 2*pts[k][1]**2 - pts[k][0]*pts[k][1], np.hypot(*grad_g(*pts[k]))))) for k in ks]
t_stop = [k for k in range(49) if np.hypot(*grad_g(*pts[k])) <= 0.02][0]
table
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot([p[0] for p in pts], [p[1] for p in pts], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
