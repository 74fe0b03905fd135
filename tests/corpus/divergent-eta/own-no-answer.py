# Only mention of numbers in loops; the number of iterations is 44 by accident; nothing answered.
# names: own
# threshold: absent|undecided 0
# %%
import numpy as np
lambdas = np.linalg.eigvalsh([[1, -1], [-1, 4]])
inverso = 1/lambdas.max()
doble = 2*inverso
det = lambdas.prod()
