# The rate said to diverge converges; another one in the notebook does diverge, but is not the answer.
# names: own
# threshold: ok
# diverges-g: wrong|undecided
# %%
import math
lambda_grande = (5 + math.sqrt(13))/2
tasa_maxima_de_g = 2/lambda_grande
prueba = 0.5
tasa_que_diverge = 0.4
traza_divergente = [(1.0, -1.0)]
for _ in range(15):
    x, y = traza_divergente[-1]
    traza_divergente.append((x - tasa_que_diverge*(x - y), y - tasa_que_diverge*(4*y - x)))
