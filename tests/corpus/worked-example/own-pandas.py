# One DataFrame holds everything; each partial derivative is a function of its own.
# names: own
# gradient: ok
# trace: ok
# table: ok
# stopping: ok
# %%
import numpy as np
import pandas as pd
def dgdx(x, y):
    return x - y
def dgdy(x, y):
    return 4*y - x
filas, x, y = [], 1.0, -1.0
for t in range(49):
    filas.append([t, x, y, 0.5*x*x + 2*y*y - x*y, np.hypot(dgdx(x, y), dgdy(x, y))])
    x, y = x - 0.1*dgdx(x, y), y - 0.1*dgdy(x, y)
datos = pd.DataFrame(filas, columns=["t", "x", "y", "g", "norma"]).set_index("t")
# %%
seleccion = datos.loc[[1, 2, 8, 18, 38, 48]].round(4)
cuando_parar = (datos["norma"] <= 0.02).idxmax()
print(seleccion)
print(cuando_parar)
