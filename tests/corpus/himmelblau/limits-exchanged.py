# Two of four limits are exchanged.
# limits: wrong-value 1
# %%
eta = 0.01
limits = {(0, 1): (3, 2), (-1, 1): (-3.78, -3.28), (-1, -1): (-2.81, 3.13), (0, -1): (3.58, -1.85)}
