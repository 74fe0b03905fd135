# Something like a torch tensor: detach().cpu() and __array__, single precision.
# trace: ok
# %%
import numpy as np
class Tensor:
    def __init__(self, v, grad=True): self._v, self.requires_grad = np.asarray(v, dtype=np.float32), grad
    def detach(self): return Tensor(self._v, False)
    def cpu(self): return self
    def numpy(self): return self._v
    def __array__(self, dtype=None, copy=None):
        if self.requires_grad: raise RuntimeError("call detach() first")
        return self._v if dtype is None else self._v.astype(dtype)
p = Tensor([1, -1])
trace = []
for _ in range(49):
    trace.append(p)
    a, b = p._v
    p = Tensor(p._v - np.float32(0.1)*np.array([a - b, 4*b - a], dtype=np.float32))
