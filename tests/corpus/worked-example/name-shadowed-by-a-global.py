# The name eta is reused by a later cell, and the loop that uses it runs with 0.5 → 0.05.
# trace: wrong-step-size 1.5
# %%
eta = 0.1
def paso(p):
    return (p[0] - eta*(p[0] - p[1]), p[1] - eta*(4*p[1] - p[0]))
# %%
eta = 0.05
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    trace.append(paso(trace[-1]))
