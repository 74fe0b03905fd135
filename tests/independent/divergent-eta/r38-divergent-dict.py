# Names of the contract ignored: French; one dict `reponses` with keys a, b, c, d.
# names: own
# threshold: ok|absent
# diverges-g: ok|absent
# diverges-f: ok|absent
# oscillates: ok|absent
# %%
import numpy as np
reponses = {}
reponses["a"] = float((5 - np.sqrt(13))/3)
taux = 0.6
pts = [(1.0, -1.0)]
for _ in range(20):
    x, y = pts[-1]
    pts.append((x - taux*(x - y), y - taux*(4*y - x)))
reponses["b"] = (taux, pts)
reponses["c"] = [0.1, 0.1, 0.1, 0.1]
reponses["d"] = ((0, -1), 0.0205)
reponses
