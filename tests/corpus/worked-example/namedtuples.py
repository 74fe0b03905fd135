# Named tuples with the step beside the point.
# trace: ok
# %%
from collections import namedtuple
Paso = namedtuple("Paso", "t x y")
trace = [Paso(0, 1.0, -1.0)]
for t in range(1, 49):
    p = trace[-1]
    trace.append(Paso(t, p.x - 0.1 * (p.x - p.y), p.y - 0.1 * (4 * p.y - p.x)))
