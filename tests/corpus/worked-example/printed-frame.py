# A DataFrame printed whole.
# names: own
# trace: ok
# %%
import pandas as pd
def corrida():
    x, y = 1.0, -1.0
    for t in range(49):
        yield x, y
        x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
print(pd.DataFrame(list(corrida()), columns=["x", "y"]).to_string())
