# A pandas Series of tuples.
# trace: ok
# %%
import pandas as pd
p, todo = (1.0, -1.0), []
while len(todo) < 49:
    todo.append(p)
    p = (p[0] - 0.1 * (p[0] - p[1]), p[1] - 0.1 * (4 * p[1] - p[0]))
trace = pd.Series(todo)
