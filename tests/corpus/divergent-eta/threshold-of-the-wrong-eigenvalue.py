# 2/λmin = 2.8685.
# threshold: wrong-value 0
# %%
eta_max_g = 4/(5 - 13**0.5)
