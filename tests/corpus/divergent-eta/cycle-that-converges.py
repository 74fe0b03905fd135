# η = 0.01 converges.
# oscillates: wrong-class 0
# %%
eta_cycle = (0, 1), 0.01
