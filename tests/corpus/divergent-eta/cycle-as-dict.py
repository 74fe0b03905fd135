# The cycle as a dict with Spanish keys.
# oscillates: ok
# %%
eta_ciclo = {"inicio": (-1, -1), "tasa": 0.016}
