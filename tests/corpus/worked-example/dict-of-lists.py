# A dict with one list a coordinate.
# trace: ok
# %%
trace = {"x": [1.0], "y": [-1.0]}
for t in range(48):
    x, y = trace["x"][-1], trace["y"][-1]
    trace["x"].append(x - 0.1 * (x - y))
    trace["y"].append(y - 0.1 * (4 * y - x))
