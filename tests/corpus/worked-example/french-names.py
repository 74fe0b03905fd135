# French names throughout.
# names: own
# trace: ok
# %%
pas, x, y = 0.1, 1.0, -1.0
suite_des_points = []
for n in range(49):
    suite_des_points.append([x, y])
    dx, dy = x - y, 4*y - x
    x, y = x - pas*dx, y - pas*dy
