# Catalan; quadratic form with matrix and einsum, trace (2, 49) array.
# gradient: ok 1
# descent: ok 2
# trace: ok 3
# table: ok 2
# stopping: ok 1
# figure: ok 1
# errata: for-a-person 0
# %%
import numpy as np
Q = np.array([[1.0, -1.0], [-1.0, 4.0]])
def grad_g(x, y):
    return np.einsum("ij,j->i", Q, np.array([x, y]))
def gradient_descent(grad, start, step_size, iterations):
    M = np.zeros((2, iterations + 1))
    M[:, 0] = start
    for k in range(iterations):
        M[:, k+1] = M[:, k] - step_size*np.asarray(grad(M[0, k], M[1, k]))
    return M.T
trace = gradient_descent(grad_g, [1, -1], 0.1, 48).T
valors = 0.5*np.einsum("it,ij,jt->t", trace, Q, trace)
normes = np.sqrt(((Q @ trace)**2).sum(axis=0))
t = np.array([1, 2, 8, 18, 38, 48])
table = np.column_stack([t, trace[0, t], trace[1, t], valors[t], normes[t]])
t_stop = np.where(normes <= 0.02)[0].min()
print(np.array2string(table, precision=4, suppress_small=True), t_stop)
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot(trace[0], trace[1], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
# %%
slide_errata = 'La columna de la norma és en realitat g, i la fila 48 és la de t=38.'
