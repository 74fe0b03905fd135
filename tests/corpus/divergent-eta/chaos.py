# η = 0.035 from (0, 1): bounded chaos as far as anyone can prove.
# diverges-f: cannot-certify
# %%
eta_f = {(0, 1): 0.035}
