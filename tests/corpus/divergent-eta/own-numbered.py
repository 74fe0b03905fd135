# Answers by the number of the question.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
import numpy as np
respuesta_1 = round(2/np.linalg.eigvalsh([[1, -1], [-1, 4]])[1], 4)
# %%
h = 0.5
q = [(1.0, -1.0)]
for _ in range(11):
    a, b = q[-1]
    q.append((a - h*(a - b), b - h*(4*b - a)))
respuesta_2 = (h, q)
# %%
respuesta_3 = [0.1, 0.1, 0.1, 0.1]
respuesta_4 = [(0, 1), 0.026]
