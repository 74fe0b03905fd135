# numpy arrays printed as they are: [ 0.8 -0.5], eight digits.
# names: own
# trace: ok
# %%
import numpy as np
w = np.array([1.0, -1.0])
print(w)
for i in range(48):
    w = w - 0.1*np.array([w[0] - w[1], 4*w[1] - w[0]])
    print(w)
