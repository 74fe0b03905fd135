# A list of texts "(x, y)".
# trace: ok
# %%
x, y, trace = 1.0, -1.0, []
for t in range(49):
    trace.append("(%.5f, %.5f)" % (x, y))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
