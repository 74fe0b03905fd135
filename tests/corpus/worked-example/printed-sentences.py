# Sentences with labels and decimal points, in Spanish.
# names: own
# trace: ok
# %%
x, y, eta = 1, -1, 0.1
for it in range(49):
    print(f"Iteración {it}: x = {x:.5f}, y = {y:.5f}, g = {x**2/2 + 2*y**2 - x*y:.5f}")
    gx = x - y
    gy = 4*y - x
    x = x - eta*gx
    y = y - eta*gy
