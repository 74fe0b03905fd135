# Adam with the usual constants.
# trace: normalised-gradient 1.5
# %%
import numpy as np
p, m, s = np.array([1.0, -1.0]), 0, 0
trace = [p]
for t in range(1, 49):
    d = np.array([p[0] - p[1], 4*p[1] - p[0]])
    m, s = 0.9*m + 0.1*d, 0.999*s + 0.001*d**2
    p = p - 0.1*(m/(1 - 0.9**t))/(np.sqrt(s/(1 - 0.999**t)) + 1e-8)
    trace.append(p)
