# Right, as texts of four decimals in two lists.
# names: own
# trace: ok
# %%
x, y = 1.0, -1.0
col_x, col_y = [], []
for t in range(49):
    col_x.append("%.4f" % x)
    col_y.append("%.4f" % y)
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
