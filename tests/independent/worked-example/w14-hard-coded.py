# English, gradient_descent ignores its arguments except iterations (x=1, y=-1, 0.1 and the formulas inside): a quarter; all the rest right.
# gradient: ok 1
# descent: hard-coded 0.5
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
import numpy as np
import pandas as pd
def grad_g(x, y):
    return (x - y, 4*y - x)
def gradient_descent(grad, start, step_size, iterations):
    x = 1.0
    y = -1.0
    x_hist, y_hist = [x], [y]
    for i in range(iterations):
        xn = x - 0.1*(x - y)
        yn = y - 0.1*(4*y - x)
        x, y = xn, yn
        x_hist.append(x); y_hist.append(y)
    return np.column_stack([x_hist, y_hist])
trace = gradient_descent(grad_g, (1, -1), 0.1, 48)
# %%
df = pd.DataFrame(trace, columns=["x", "y"])
df["g"] = df.x**2/2 + 2*df.y**2 - df.x*df.y
df["norm"] = ((df.x - df.y)**2 + (4*df.y - df.x)**2)**0.5
df.index.name = "t"
table = df.loc[[1, 2, 8, 18, 38, 48]].reset_index()
print(table.to_string(float_format="%.4f"))
t_stop = int((df["norm"] <= 0.02).idxmax())
# %%
from matplotlib import pyplot
import numpy
u, v = numpy.mgrid[-1.5:1.5:60j, -1.5:1.5:60j]
pyplot.contour(u, v, u*u/2 + 2*v*v - u*v, 12, colors="gray")
pyplot.scatter(df.x, df.y, marker="x")
pyplot.axis("equal")
pyplot.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
