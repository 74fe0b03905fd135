# The threshold is given as 0.5, one digit too coarse and wrong.
# threshold: wrong-value 0
# %%
eta_max_g = 0.5
