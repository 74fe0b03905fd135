# The slide's own table, written down to say what is wrong with it, is no answer.
# errata: for-a-person
# %%
slide_errata = "En t = 8 y t = 18 el valor y la norma no corresponden: los demás sí se siguen de la corrida."
# %% [markdown]
# La diapositiva dice:
#
# | t | x | y | g | ‖∇g‖ |
# |---|---|---|---|---|
# | 8 | 0.36 | 0.1 | 0.2994 | 0.0493 |
# | 18 | 0.17 | 0.05 | 0.1362 | 0.0115 |
# | 48 | 0.04 | 0.01 | 0.0321 | 0.0006 |
