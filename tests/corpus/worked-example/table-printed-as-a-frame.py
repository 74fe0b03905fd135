# The square of the norm, in a frame that is printed and forgotten: 18 cells of 24.
# table: squared-norm 1.5
# %%
import pandas as pd
def rows():
    x, y = 1.0, -1.0
    for t in range(49):
        if t in (1, 2, 8, 18, 38, 48):
            yield t, x, y, x**2/2 + 2*y**2 - x*y, (x - y)**2 + (4*y - x)**2
        x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
print("Resultados")
print(pd.DataFrame(rows(), columns=["t", "x", "y", "g(x, y)", "‖∇g‖"]).round(4))
