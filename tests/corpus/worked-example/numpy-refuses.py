# p is an int array and p -= η∇g raises: the cell ends with an error after the start was stored. Nothing to judge but one row.
# error: yes
# trace: wrong-shape|short 0
# %%
import numpy as np
p = np.array([1, -1])
trace = [p.copy()]
for _ in range(48):
    p -= 0.1*np.array([p[0] - p[1], 4*p[1] - p[0]])
    trace.append(p.copy())
