# All rows in one frame, the runs numbered; f stands beside them.
# runs: ok 4
# %%
import pandas as pd
import numpy as np
eta = 0.01
starts = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
def run(x, y):
    rows = [(x, y)]
    for _ in range(100):
        x, y = x - eta*(4*x*(x**2 + y - 11) + 2*(x + y**2 - 7)), y - eta*(2*(x**2 + y - 11) + 4*y*(x + y**2 - 7))
        rows.append((x, y))
    return rows
runs = pd.DataFrame(
    [(i, t, x, y, (x**2 + y - 11)**2 + (x + y**2 - 7)**2) for i, s in enumerate(starts, 1) for t, (x, y) in enumerate(run(*s))],
    columns=["corrida", "t", "x", "y", "f"],
)
