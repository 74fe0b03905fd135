# English; takes the largest diagonal entry: 2/4 = 0.5 as threshold (0 points); eta_f = 0.018 claimed divergent for all: (0,1), (-1,1), (0,-1) converge (0), (-1,-1) falls into a 2-cycle (1/2 of a quarter): 0.5.
# threshold: wrong-value 0
# diverges-g: ok 2
# diverges-f: wrong-class 0.5
# oscillates: ok 1
# discussion: for-a-person 0
# %%
# second derivatives: g_xx = 1, g_yy = 4 -> 2/4
eta_max_g = 2/4
# %%
def gd(x, y, eta, n):
    out = [(x, y)]
    for _ in range(n):
        x, y = x - eta*(x - y), y - eta*(4*y - x)
        out.append((x, y))
    return out
eta_g = 0.6
trace_g = gd(1, -1, eta_g, 20)
for t, (x, y) in enumerate(trace_g): print(t, round(x, 3), round(y, 3))
# %%
# the slide says "minimal changes around the rate used": 0.01 -> 0.018
eta_f = 0.018
eta_cycle = ((0, -1), 0.02)
# %%
discussion = "On g there is a sharp threshold 2/lambda_max; on f there is a whole range of rates with cycles before anything escapes."
