# English; eta_g = 0.6 diverges (1), iterates by the sequential update. Whether line 4 (1/2) applies to trace_g the contract does not say: [1, 1.5].
# threshold: ok 3
# diverges-g: sequential-update
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import math
eta_max_g = (5 - math.sqrt(13))/3
# %%
eta_g = 0.6
x = 1.0
y = -1.0
trace_g = [(x, y)]
for t in range(25):
    x = x - eta_g*(x - y)
    y = y - eta_g*(4*y - x)
    trace_g.append((x, y))
print(trace_g[-1])
# %%
eta_f = {(0, 1): 0.1, (-1, 1): 0.1, (-1, -1): 0.1, (0, -1): 0.1}
eta_cycle = ((-1, -1), 0.017)
# %%
discussion = "On g there is a sharp threshold 2/lambda_max; on f there is a whole range of rates with cycles before anything escapes."
