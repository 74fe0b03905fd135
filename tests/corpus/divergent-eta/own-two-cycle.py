# English sentences and variables mixed
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import numpy as np
L = np.linalg.eigvalsh(np.array([[1, -1], [-1, 4]])).max()
critical_step = 2/L
print(f"Critical step size for g: {critical_step:.5f}")
# %%
unstable_step = 0.48
w = np.array([1.0, -1.0])
orbit = [w]
for _ in range(15):
    w = w - unstable_step*np.array([w[0] - w[1], 4*w[1] - w[0]])
    orbit.append(w)
# %%
blow_up_steps = {"(0, 1)": 0.08, "(-1, 1)": 0.08, "(-1, -1)": 0.08, "(0, -1)": 0.08}
two_cycle = {"start": (-1, -1), "step": 0.0155}
