# The ½ of x²/2 was overlooked: 2x for x; only printed with three decimals.
# trace: wrong-gradient 1.5
# %%
x, y = 1.0, -1.0
for t in range(49):
    print("%d %.3f %.3f" % (t, x, y))
    x, y = x - 0.1*(2*x - y), y - 0.1*(4*y - x)
