# Something like a jax array: it converts itself by __array__.
# trace: ok
# %%
import numpy as np
class Tensor:
    def __init__(self, v): self._v = v
    def __array__(self, dtype=None, copy=None): return np.array(self._v, dtype=dtype)
    def __sub__(self, o): return Tensor([a - b for a, b in zip(self._v, o._v)])
    def times(self, c): return Tensor([c*a for a in self._v])
t = Tensor([1.0, -1.0])
trace = [t]
for _ in range(48):
    a, b = np.asarray(t)
    t = t - Tensor([float(a - b), float(4*b - a)]).times(0.1)
    trace.append(t)
