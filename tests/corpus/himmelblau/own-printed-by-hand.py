# Each limit printed by a line of its own; minima in one sentence.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
import numpy as np
from scipy.optimize import minimize
def fun(p): return (p[0]**2 + p[1] - 11)**2 + (p[0] + p[1]**2 - 7)**2
def gradient_of_f(p, h=1e-6):
    e = np.eye(2)
    return np.array([(fun(p + h*e[i]) - fun(p - h*e[i]))/(2*h) for i in range(2)])
def path_from(p, rate=0.01, n=100):
    q = [np.array(p, float)]
    for _ in range(n): q.append(q[-1] - rate*gradient_of_f(q[-1]))
    return np.array(q)
all_paths = [path_from(s) for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]]
print("Run from (0, 1) converges to", all_paths[0][-1].round(3))
print("Run from (-1, 1) converges to", all_paths[1][-1].round(3))
print("Run from (-1, -1) converges to", all_paths[2][-1].round(3))
print("Run from (0, -1) converges to", all_paths[3][-1].round(3))
# %%
found = [minimize(fun, g).x.round(4) for g in [(3, 2), (-3, 3), (-4, -3), (3, -2)]]
print("The four minima are:", *[tuple(map(float, m)) for m in found])
