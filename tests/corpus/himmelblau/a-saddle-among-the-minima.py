# Three minima and a saddle point (0.087, 2.884).
# minima: wrong-value 1.5
# %%
minima = [(3, 2), (-2.805, 3.131), (-3.779, -3.283), (0.087, 2.884)]
