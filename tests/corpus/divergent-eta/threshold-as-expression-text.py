# "(5 - sqrt(13))/3" as a text.
# threshold: ok
# %%
eta_max = "(5 - sqrt(13))/3"
