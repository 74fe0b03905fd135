# Nothing is kept: t, x, y printed with six decimals.
# names: own
# trace: ok
# %%
x, y = 1.0, -1.0
for t in range(49):
    print(t, round(x, 6), round(y, 6))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
