# The start, then 48 copies of the minimum: it proves nothing.
# trace: unexplained|integer-arithmetic|wrong-step-size 0
# %%
trace = [(1.0, -1.0)] + [(0.0, 0.0)]*48
