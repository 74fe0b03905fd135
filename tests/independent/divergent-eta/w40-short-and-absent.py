# French; trace_g has 5 steps only (at least ten asked; the contract's line 2 would give a share): [1, 1.99]; no eta_cycle and no discussion: absent; threshold truncated 0.464: right.
# threshold: ok 3
# diverges-g: short
# diverges-f: ok 4
# %%
eta_max_g = 0.464
eta_g = 0.8
P = [(1.0, -1.0)]
for k in range(5):
    (x, y) = P[k]
    P.append((x - eta_g*(x - y), y - eta_g*(4*y - x)))
trace_g = P
eta_f = {(0, 1): 0.2, (-1, 1): 0.2, (-1, -1): 0.2, (0, -1): 0.2}
print(trace_g, eta_f)
