# Threshold wrong (2/trace); claims for f converge; numbers right elsewhere.
# names: own
# threshold: wrong-value|undecided
# diverges-g: ok
# diverges-f: wrong-class|undecided
# %%
import numpy as np
traza = 5
eta_limite_g = 2/traza
probadas = [0.3, 0.4, 0.4648, 0.5]
eta_inestable = 0.5
c = [(1.0, -1.0)]
for _ in range(12):
    x, y = c[-1]
    c.append((x - eta_inestable*(x - y), y - eta_inestable*(4*y - x)))
tasas_escape_f = {(0, 1): 0.012, (-1, 1): 0.012, (-1, -1): 0.012, (0, -1): 0.012}
