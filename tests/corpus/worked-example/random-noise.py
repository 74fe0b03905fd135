# Noise on every step: nothing explains it, and nothing may be guessed.
# trace: unexplained
# %%
import random
random.seed(3)
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y) + random.uniform(-0.1, 0.1), y - 0.1*(4*y - x) + random.uniform(-0.1, 0.1)))
