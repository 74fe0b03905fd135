# English, class with attribute path; dg/dy written 2y - x (2y for 4y). gradient_descent itself is right. Gradient credit for one right partial is not told: range. t_stop = 47 by its own gradient on its own trace.
# gradient: wrong-gradient
# descent: ok 2
# trace: wrong-gradient 1.5
# table: carried-forward|wrong-gradient 1.04
# stopping: wrong
# figure: carried-forward 0.5
# errata: for-a-person 0
# %%
import numpy as np

class GD:
    """plain gradient descent"""
    def __init__(self, grad, lr):
        self.grad, self.lr = grad, lr
        self.path = []
    def run(self, start, n):
        p = np.asarray(start, dtype=float).copy()
        self.path = [p.copy()]
        for _ in range(n):
            p = p - self.lr * np.asarray(self.grad(*p))
            self.path.append(p.copy())
        return self.path

def g(x, y): return x**2/2 + 2*y**2 - x*y
def grad_g(x, y): return (x - y, 2*y - x)
# %%
def gradient_descent(grad, start, step_size, iterations):
    return GD(grad, step_size).run(start, iterations)

model = GD(grad_g, 0.1)
trace = model.run([1.0, -1.0], 48)
# %%
import pandas as pd
rows = []
for t in (1, 2, 8, 18, 38, 48):
    x, y = trace[t]
    rows.append({"t": t, "x": round(x, 4), "y": round(y, 4), "g": round(g(x, y), 4), "norm": round(float(np.hypot(*grad_g(x, y))), 4)})
table = pd.DataFrame(rows)
table
# %%
t_stop = next((t for t, p in enumerate(trace) if np.hypot(*grad_g(*p)) <= 0.02), None)
t_stop
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot([p[0] for p in model.path], [p[1] for p in model.path], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
