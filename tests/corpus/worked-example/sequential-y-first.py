# y first, then x; shown with two decimals in two lists.
# trace: sequential-update 1.5
# %%
x, y = 1.0, -1.0
xs, ys = [x], [y]
for t in range(48):
    y = y - 0.1*(4*y - x)
    x = x - 0.1*(x - y)
    xs.append(round(x, 2)); ys.append(round(y, 2))
trace = (xs, ys)
