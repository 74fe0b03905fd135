# One run, wrapped in a list of runs.
# trace: ok
# %%
corridas = []
for inicio in [(1.0, -1.0)]:
    c = [inicio]
    for _ in range(48):
        x, y = c[-1]
        c.append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
    corridas.append(c)
trace = corridas
