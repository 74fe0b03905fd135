# A dict whose keys are words, "t=0", "t=1", …
# trace: ok
# %%
trace = {"t=0": [1.0, -1.0]}
for t in range(48):
    x, y = trace[f"t={t}"]
    trace[f"t={t + 1}"] = [x - 0.1 * (x - y), y - 0.1 * (4 * y - x)]
