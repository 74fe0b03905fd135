# Catalan; matrices, trace_g (2, 20) array; keys as strings 0,1, also the start in eta_cycle (doubt: a start given as text); float32 threshold.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
H = np.array([[1, -1], [-1, 4]], dtype=float)
eta_max_g = np.float32(2/np.linalg.eigvalsh(H)[1])
eta_g = 0.9
B = np.eye(2) - eta_g*H
trace_g = np.stack([np.linalg.matrix_power(B, t) @ [1, -1] for t in range(20)], axis=1)
eta_f = {"0,1": 0.2, "-1,1": 0.2, "-1,-1": 0.2, "0,-1": 0.2}
eta_cycle = ("-1,-1", 0.0165)
print(eta_max_g, trace_g[:, -1])
# %%
discussion = "Entre convergir i divergir hi ha cicles atractors."
