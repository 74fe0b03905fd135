# A sentence a minimiser, its number before it; the last one has a sign wrong.
# names: own
# minima: wrong-value 1.5
# limits: unidentified 0
# %%
for i, (x, y) in enumerate([(3, 2), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, 1.848127)], 1):
    print(f"Mínimo {i}: x = {x:.4f}, y = {y:.4f}")
