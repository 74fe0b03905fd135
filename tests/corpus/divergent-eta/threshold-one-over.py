# 1/λmax instead of 2/λmax.
# threshold: wrong-value 0.75
# %%
eta_max_g = 2/(5 + 13**0.5)
