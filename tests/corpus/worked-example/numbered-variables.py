# x0 … x48 and y0 … y48, written by exec.
# names: own
# trace: ok
# %%
x0, y0 = 1.0, -1.0
for i in range(48):
    exec(f"x{i+1} = x{i} - 0.1*(x{i} - y{i})")
    exec(f"y{i+1} = y{i} - 0.1*(4*y{i} - x{i})")
