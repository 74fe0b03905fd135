# An array grown by concatenation, one row a step.
# trace: ok
# %%
import numpy as np
pts = np.array([[1.0, -1.0]])
H = np.array([[1, -1], [-1, 4]])
for _ in range(48):
    pts = np.vstack([pts, pts[-1] - 0.1 * H @ pts[-1]])
