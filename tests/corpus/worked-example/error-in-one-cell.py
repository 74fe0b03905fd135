# One cell fails; what the others hold is not lost.
# error: yes
# gradient: ok
# trace: ok
# %%
def grad_g(x, y): return x - y, 4*y - x
# %%
resultado = grad_gg(1, 2)
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    a, b = grad_g(x, y)
    trace.append((x - 0.1*a, y - 0.1*b))
