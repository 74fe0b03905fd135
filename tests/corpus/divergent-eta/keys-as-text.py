# Starts as texts, rates as texts with commas.
# diverges-f: ok
# %%
eta_f = {"(0, 1)": "0,08", "(-1, 1)": "0,08", "(-1, -1)": "0,05", "(0, -1)": "0,08"}
