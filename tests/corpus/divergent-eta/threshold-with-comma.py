# "0,4648" as a text.
# threshold: ok
# %%
eta_max_g = "0,4648"
