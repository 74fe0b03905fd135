# Three of four.
# minima: short 1.5
# %%
minima = [(3.0, 2.0), (-2.805, 3.131), (3.584, -1.848)]
