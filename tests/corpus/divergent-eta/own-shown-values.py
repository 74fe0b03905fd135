# Bare results shown by last expressions, Spanish short names.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
from math import sqrt
eta_tope = (5 - sqrt(13))/3
eta_tope
# %%
eta_mala = .5
tray = [(1, -1)]
while len(tray) < 14:
    x, y = tray[-1]
    tray.append((x - eta_mala*(x - y), y - eta_mala*(4*y - x)))
tray
# %%
etas_que_escapan = [0.1, 0.2, 0.1, 0.2]
# %%
ni_converge_ni_escapa = [(-1, -1), 0.0165]
ni_converge_ni_escapa
