# Five "minima", one of them the maximum: critical points were not told apart.
# names: own
# gradient: ok
# minima: wrong|undecided
# %%
from scipy.optimize import root
def system(v):
    x, y = v
    return [4*x*(x*x + y - 11) + 2*(x + y*y - 7), 2*(x*x + y - 11) + 4*y*(x + y*y - 7)]
guesses = [(3, 2), (-3, 3), (-4, -3), (3.5, -2), (0, -1)]
minima_of_himmelblau = [tuple(root(system, g).x.round(3)) for g in guesses]
print(minima_of_himmelblau)
