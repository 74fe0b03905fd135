# The cell that uses the gradient stands before the one that defines it: run from the top it fails.
# error: yes
# gradient: ok
# trace: short 0
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    a, b = derivadas(x, y)
    trace.append((x - 0.1*a, y - 0.1*b))
del x, y
# %%
def grad_g(x, y): return x - y, 4*y - x
derivadas = grad_g
