# French; eta_g = 0.4 claimed divergent, it converges (0 of 1) with right iterates (1 of 1); eta_cycle ((0, 1), 0.02) converges: 0.
# threshold: ok 3
# diverges-g: wrong-class 1
# diverges-f: ok 4
# oscillates: wrong-class 0
# discussion: for-a-person 0
# %%
from sympy import Matrix, sqrt
H = Matrix([[1, -1], [-1, 4]])
eta_max_g = 2/max(H.eigenvals(), key=lambda v: v.evalf())
eta_max_g
# %%
import numpy as np
eta_g = 0.4    # les valeurs sautent d'un cote a l'autre
A_ = np.eye(2) - eta_g*np.array([[1, -1], [-1, 4]])
trace_g = [np.array([1.0, -1.0])]
for k in range(12):
    trace_g.append(A_ @ trace_g[-1])
np.array(trace_g)
# %%
eta_f = {(0, 1): 0.1, (-1, 1): 0.1, (-1, -1): 0.1, (0, -1): 0.1}
eta_cycle = ((0, 1), 0.02)
# %%
discussion = "Entre converger et diverger il y a des cycles."
