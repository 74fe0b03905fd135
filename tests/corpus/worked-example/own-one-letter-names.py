# Names of one letter, a matrix for the gradient, arrays throughout.
# names: own
# gradient: ok
# descent: ok
# trace: ok
# table: ok
# stopping: ok
# %%
import numpy as np
A = np.array([[1., -1.], [-1., 4.]])
s = lambda v: A @ v
def z(df, p, h, N):
    P = np.empty((N + 1, len(p)))
    P[0] = p
    for k in range(N):
        P[k + 1] = P[k] - h*df(P[k])
    return P
Q = z(s, [1, -1], 0.1, 48)
# %%
K = np.array([1, 2, 8, 18, 38, 48])
N = np.linalg.norm(Q @ A, axis=1)
M = np.column_stack([K, Q[K], 0.5*np.einsum("ij,jk,ik->i", Q, A, Q)[K], N[K]])
print(M.round(4))
k_stop = int(np.flatnonzero(N <= 0.02)[0])
k_stop
