# The threshold in closed form by sympy; one number for all four starts.
# threshold: ok
# diverges-f: ok
# %%
import sympy as sp
umbral = (5 - sp.sqrt(13))/3
eta_f = 0.08
