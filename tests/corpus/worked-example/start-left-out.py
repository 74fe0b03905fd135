# The start is not stored: 48 rows, θ₁ first.
# trace: off-by-one 1.5
# %%
x, y, trace = 1.0, -1.0, []
for t in range(48):
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
    trace.append((x, y))
