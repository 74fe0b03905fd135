# Two wrong steps, at t = 4 and t = 11: 46 of 48.
# trace: slip 2.88
# %%
trace = [(1.0, -1.0)]
for t in range(48):
    x, y = trace[-1]
    nuevo = [x - 0.1*(x - y), y - 0.1*(4*y - x)]
    if t == 3: nuevo[0] += 0.1
    if t == 10: nuevo[1] -= 0.07
    trace.append(tuple(nuevo))
