# English; thinks a negative rate is the easy way to diverge: eta_g = -0.1 (claim wrong-value, 0) with the iterates of -0.1 (right steps of its eta: maybe 1, maybe 0), eta_f = -0.01 for all (0 points).
# threshold: ok 3
# diverges-g: wrong-value
# diverges-f: wrong-value 0
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
eta_max_g = 2/np.linalg.eigvalsh([[1, -1], [-1, 4]])[-1]
eta_g = -0.1
pts = [[1.0, -1.0]]
for _ in range(20):
    x, y = pts[-1]
    pts.append([x - eta_g*(x - y), y - eta_g*(4*y - x)])
trace_g = pts
eta_f = {(0, 1): -0.01, (-1, 1): -0.01, (-1, -1): -0.01, (0, -1): -0.01}
eta_cycle = ((-1, -1), 0.0175)
# %%
discussion = "On g there is a sharp threshold 2/lambda_max; on f there is a whole range of rates with cycles before anything escapes."
