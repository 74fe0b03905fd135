# Numbers, in the form of the statement.
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import numpy as np
eta_max_g = 2/np.linalg.eigvalsh([[1, -1], [-1, 4]]).max()
eta_g = 0.6
p = np.array([1.0, -1.0])
trace_g = [p]
for _ in range(30):
    p = p - eta_g*np.array([p[0] - p[1], 4*p[1] - p[0]])
    trace_g.append(p)
eta_f = {(0, 1): 0.09, (-1, 1): 0.09, (-1, -1): 0.09, (0, -1): 0.09}
eta_cycle = ((-1, 1), 0.026)
