# The whole gradient has the wrong sign.
# gradient: ascent 0
# %%
grad_g = lambda x, y: (y - x, x - 4*y)
