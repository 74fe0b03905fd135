# A row each: the start and its rate. 0.01 converges from (−1, 1).
# diverges-f: wrong-class 3
# %%
import numpy as np
eta_f = np.array([[0, 1, 0.1], [-1, 1, 0.01], [-1, -1, 0.1], [0, -1, 0.1]])
