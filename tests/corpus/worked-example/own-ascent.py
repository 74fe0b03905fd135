# A function that adds the gradient (ascent) with own names; method asks right order.
# names: own
# gradient: ok
# descent: ascent
# trace: ascent 1.5
# %%
import numpy as np
def derivar(p):
    return np.array([p[0] - p[1], 4*p[1] - p[0]])
def escalar(derivada_f, comienzo, ritmo, cuantas):
    serie = [np.array(comienzo, float)]
    for _ in range(cuantas):
        serie.append(serie[-1] + ritmo*derivada_f(serie[-1]))
    return serie
subida = escalar(derivar, [1, -1], 0.1, 48)
