# A dict of dicts, the keys in another order than x, y.
# trace: ok
# %%
pasos = {}
x, y = 1.0, -1.0
for t in range(49):
    pasos[t] = {"y": y, "x": x}
    x, y = x - 0.1 * (x - y), y - 0.1 * (4 * y - x)
trace = pasos
