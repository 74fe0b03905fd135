# The old np.matrix.
# trace: ok
# %%
import warnings
warnings.simplefilter("ignore")
import numpy as np
A = np.matrix("1 -1; -1 4")
p = np.matrix("1.0; -1.0")
trace = [p]
for _ in range(48):
    p = p - 0.1*A*p
    trace.append(p)
