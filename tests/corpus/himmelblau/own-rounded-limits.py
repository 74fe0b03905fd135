# Limits: rounded to integers; minima: includes the starts' ends duplicates (three distinct).
# names: own
# limits: wrong|undecided
# minima: wrong|short|undecided
# %%
fin_de_cada_corrida = {(0, 1): (3, 2), (-1, 1): (-3, 3), (-1, -1): (-4, -3), (0, -1): (4, -2)}
minimos_hallados = [(3.0, 2.0), (-2.805, 3.131), (3.0, 2.0)]
