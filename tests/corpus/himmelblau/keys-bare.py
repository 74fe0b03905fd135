# Keys "0,1" without brackets; a list of lists a start.
# names: own
# runs: ok
# %%
lr = 0.01
caminos = {}
for clave in ("0,1", "-1,1", "-1,-1", "0,-1"):
    x, y = map(float, clave.split(","))
    caminos[clave] = [[x, y]]
    for _ in range(100):
        gx, gy = 4*x**3 + 4*x*y - 42*x + 2*y**2 - 14, 4*y**3 + 4*x*y - 26*y + 2*x**2 - 22
        x, y = x - lr*gx, y - lr*gy
        caminos[clave].append([x, y])
