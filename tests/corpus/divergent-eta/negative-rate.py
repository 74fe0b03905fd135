# A negative rate.
# diverges-f: wrong-value 0
# %%
eta_f = -0.1
