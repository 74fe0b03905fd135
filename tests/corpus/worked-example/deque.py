# A deque, as a program that streams keeps its last points.
# trace: ok
# %%
from collections import deque
trace = deque([(1.0, -1.0)], maxlen=100)
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1 * (x - y), y - 0.1 * (4 * y - x)))
