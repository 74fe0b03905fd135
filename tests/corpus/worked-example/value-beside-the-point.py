# Rows (x, y, g).
# names: own
# trace: ok
# %%
def g(x, y):
    return 0.5*x**2 + 2*y**2 - x*y
buffer = [(1.0, -1.0, g(1.0, -1.0))]
for _ in range(48):
    x, y, _g = buffer[-1]
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
    buffer.append((x, y, g(x, y)))
