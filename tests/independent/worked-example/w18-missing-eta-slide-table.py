# Spanish; the update forgets the step size (x - grad), so trace and function diverge; and the table is copied from the slide's wrong numbers (t=1, 2 right at two decimals; g of t=8..48 as on the slide, norm likewise). t_stop = 18 guessed from the slide: wrong value. On hidden inputs the function may overflow: 1/2 by line 4 or 0 by line 5.
# gradient: ok 1
# descent: missing-step-size|not-finite
# trace: missing-step-size 1.5
# table: slide-values
# stopping: wrong-value|squared-norm|slide-values 0
# figure: carried-forward 0.5
# errata: for-a-person 0
# %%
import numpy as np
def grad_g(x, y):
    return np.array([x - y, 4*y - x])
def gradient_descent(grad, start, step_size, iterations):
    p = np.array(start, float)
    r = [p]
    for _ in range(iterations):
        p = p - np.array(grad(*p))
        r.append(p)
    return r
trace = gradient_descent(grad_g, [1, -1], 0.1, 48)
print(trace[-1])
# %%
table = [
    (1, 0.80, -0.50, 1.22, 3.09),
    (2, 0.67, -0.22, 0.47, 1.79),
    (8, 0.36, 0.10, 0.2994, 0.0493),
    (18, 0.17, 0.05, 0.1362, 0.0115),
    (48, 0.04, 0.01, 0.0321, 0.0006),
]
t_stop = 18
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot([p[0] for p in trace], [p[1] for p in trace], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = """En t=8 y t=18 el valor puesto como norma (0.0493, 0.0115) es en realidad g; los g de la lámina no corresponden. La fila de 48 es la de t=38."""
