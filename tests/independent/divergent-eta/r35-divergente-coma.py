# Spanish; threshold text with a decimal comma '0,4648', eta_f strings with decimal commas, trace_g DataFrame.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import pandas as pd
eta_max_g = "0,4648"
eta_g = 0.5
filas = [{"t": 0, "x": 1.0, "y": -1.0}]
for t in range(1, 26):
    u = filas[-1]
    filas.append({"t": t, "x": u["x"] - eta_g*(u["x"] - u["y"]), "y": u["y"] - eta_g*(4*u["y"] - u["x"])})
trace_g = pd.DataFrame(filas).set_index("t")
trace_g.tail()
# %%
eta_f = {(0, 1): "0,1", (-1, 1): "0,1", (-1, -1): "0,1", (0, -1): "0,1"}
eta_cycle = ((0, 1), 0.0255)
# %%
discussion = """Para g el umbral es 2/lambda_max. Para f, entre converger y escapar hay ciclos y caos."""
