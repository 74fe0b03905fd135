# array.array of doubles, one a coordinate.
# names: own
# trace: ok
# %%
from array import array
ax_, ay_ = array("d", [1.0]), array("d", [-1.0])
for _ in range(48):
    x, y = ax_[-1], ay_[-1]
    ax_.append(x - 0.1*(x - y)); ay_.append(y - 0.1*(4*y - x))
