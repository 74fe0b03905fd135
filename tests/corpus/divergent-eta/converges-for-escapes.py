# η = 0.01 converges from all four.
# diverges-f: wrong-class 0
# %%
eta_f = 0.01
