# Separate lists, no name of the contract.
# names: own
# trace: ok
# %%
xs, ys = [1.0], [-1.0]
for i in range(48):
    xs.append(xs[i] - 0.1 * (xs[i] - ys[i]))
    ys.append(ys[i] - 0.1 * (4 * ys[i] - xs[i]))
