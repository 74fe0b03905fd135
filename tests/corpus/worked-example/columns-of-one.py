# Points of shape (2, 1), stacked into (49, 2, 1).
# trace: ok
# %%
import numpy as np
p = np.array([[1.0], [-1.0]])
todos = [p]
for _ in range(48):
    p = p - 0.1*np.array([[1.0, -1.0], [-1.0, 4.0]]) @ p
    todos.append(p)
iteraciones = np.array(todos)
