# English; numpy until overflow (inf, nan at the end of trace_g), one eta for all four starts, three digits 0.465.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import numpy as np
eta_max_g = 0.465
eta_g = 5.0
v = np.array([1.0, -1.0])
trace_g = [v]
for _ in range(600):
    v = v - eta_g*np.array([v[0] - v[1], 4*v[1] - v[0]])
    trace_g.append(v)
trace_g = np.array(trace_g)
print(np.isfinite(trace_g).all(axis=1).sum(), "finite rows")
eta_f = 0.1
eta_cycle = [(0, -1), 0.021]
# %%
discussion = "On g there is a sharp threshold 2/lambda_max; on f there is a whole range of rates with cycles before anything escapes."
