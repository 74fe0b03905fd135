# Four printed blocks, each with its heading; five decimals.
# names: own
# runs: ok
# %%
for s in ((0, 1), (-1, 1), (-1, -1), (0, -1)):
    print("Inicio:", s)
    x, y = s
    for k in range(101):
        print(f"  k={k:3d}  x={x:9.5f}  y={y:9.5f}")
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - 0.01*(4*x*a + 2*b), y - 0.01*(2*a + 4*y*b)
