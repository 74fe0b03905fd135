# A dict by stage: start, path, end. The nested list is the trace.
# names: own
# trace: ok
# %%
salida = {"start": (1.0, -1.0), "path": [(1.0, -1.0)], "end": None}
for _ in range(48):
    x, y = salida["path"][-1]
    salida["path"].append((x - 0.1*(x - y), y - 0.1*(4*y - x)))
salida["end"] = salida["path"][-1]
