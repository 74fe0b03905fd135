# Central differences with h = 1e-4.
# gradient: ok
# trace: ok
# %%
def g(x, y): return x**2/2 + 2*y**2 - x*y
def dg(x, y, h=1e-4):
    return (g(x+h, y) - g(x-h, y))/(2*h), (g(x, y+h) - g(x, y-h))/(2*h)
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    a, b = dg(x, y)
    trace.append((x - 0.1*a, y - 0.1*b))
