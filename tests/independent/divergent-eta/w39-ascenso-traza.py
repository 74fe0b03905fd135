# Spanish; eta_g = 0.5 (diverges, 1 point) but trace_g goes up (plus sign): iterates wrong; the contract does not say whether 1/2 for the cause applies: [1, 1.5]. Threshold 0.47 (wrong second digit by rounding up): 0.
# threshold: wrong-value 0
# diverges-g: ascent
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import pandas as pd
eta_max_g = 0.47
eta_g = 0.5
filas = [(0, 1.0, -1.0)]
for t in range(1, 21):
    _, x, y = filas[-1]
    filas.append((t, x + eta_g*(x - y), y + eta_g*(4*y - x)))
trace_g = pd.DataFrame(filas, columns=["t", "x", "y"])
trace_g
# %%
eta_f = {(0, 1): 0.1, (-1, 1): 0.1, (-1, -1): 0.1, (0, -1): 0.1}
eta_cycle = ((-1, -1), 0.017)
# %%
discussion = """Para g el umbral es 2/lambda_max. Para f, entre converger y escapar hay ciclos y caos."""
