# Two partial derivatives, the second asked at the new x; only the last point is kept.
# names: own
# gradient: ok
# trace: sequential-update 1.5
# %%
def dg_dx(x, y):
    return x - y
def dg_dy(x, y):
    return 4*y - x
# %%
x, y = 1.0, -1.0
for t in range(48):
    x = x - 0.1*dg_dx(x, y)
    y = y - 0.1*dg_dy(x, y)
final = (x, y)
