# The start is not stored, but 49 rows are: θ₁ … θ₄₉.
# trace: off-by-one 1.5
# %%
x, y, trace = 1.0, -1.0, []
for t in range(49):
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
    trace.append((x, y))
