# 0.46: two digits, half.
# threshold: too-few-digits 1.5
# %%
eta_max_g = 0.46
