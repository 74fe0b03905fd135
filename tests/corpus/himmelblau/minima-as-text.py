# The minima in one text.
# minima: ok
# %%
minima = "(3, 2), (-2.81, 3.13), (-3.78, -3.28), (3.58, -1.85)"
