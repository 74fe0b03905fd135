# 1/λ for 2/λ under a telling name; rates of f that only oscillate.
# names: own
# threshold: wrong-value|undecided
# diverges-f: wrong-class|undecided
# %%
import numpy as np
autovalores = np.linalg.eigvalsh([[1, -1], [-1, 4]])
umbral_de_g = 1/autovalores.max()
tasas_de_escape = {(0, 1): 0.026, (-1, 1): 0.026, (-1, -1): 0.017, (0, -1): 0.02}
print("El umbral de g es", umbral_de_g)
