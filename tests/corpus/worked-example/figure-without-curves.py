# The path alone: half.
# trace: ok
# figure: short 0.5
# %%
import matplotlib.pyplot as plt
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
plt.plot(*zip(*trace), "o-")
plt.show()
