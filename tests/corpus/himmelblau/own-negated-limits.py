# The first two limits are interchanged; as a set, which nothing says they are meant as, they are the four minima.
# names: own
# limits: wrong|undecided
# minima: ok|absent|undecided
# %%
destinations = {(0, 1): (-2.8051, 3.1313), (-1, 1): (3.0, 2.0), (-1, -1): (-3.7793, -3.2832), (0, -1): (3.5844, -1.8481)}
for start, end in destinations.items():
    print(start, "->", end)
