# It stops once the norm is 0.05 or less: t = 32 is the last row kept (‖∇g‖ = 0.0459 there, 0.0494 at 31 … by hand).
# trace: short
# %%
trace = [(1.0, -1.0)]
for _ in range(48):
    x, y = trace[-1]
    gx, gy = x - y, 4*y - x
    if (gx**2 + gy**2)**0.5 <= 0.05:
        break
    trace.append((x - 0.1*gx, y - 0.1*gy))
