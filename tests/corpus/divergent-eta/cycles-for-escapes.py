# η = 0.026: from (0, 1), (−1, 1) and (−1, −1) a 2-cycle, half each; the same number from (0, −1) is chaotic, so only three are claimed.
# diverges-f: wrong-class 1.5
# %%
eta_f = {(0, 1): 0.026, (-1, 1): 0.026, (-1, -1): 0.026}
