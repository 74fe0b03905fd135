# Names of the contract ignored: Spanish; `umbral`, `tasa_mala`, `camino_malo`, `tasas`, `ciclo`.
# names: own
# threshold: ok|absent
# diverges-g: ok|absent
# diverges-f: ok|absent
# oscillates: ok|absent
# %%
import numpy as np
H = np.array([[1., -1.], [-1., 4.]])
umbral = 2/np.linalg.eigvalsh(H).max()
tasa_mala = 0.5
camino_malo = [np.array([1., -1.])]
for _ in range(25): camino_malo.append(camino_malo[-1] - tasa_mala*H @ camino_malo[-1])
tasas = {(0, 1): .1, (-1, 1): .1, (-1, -1): .1, (0, -1): .1}
ciclo = ((-1, -1), .017)
print(umbral, camino_malo[-1], tasas, ciclo)
