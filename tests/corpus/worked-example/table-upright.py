# A line a cell, row below row.
# table: ok 2
# %%
def show():
    x, y = 1.0, -1.0
    for t in range(49):
        if t in (1, 2, 8, 18, 38, 48):
            print(f"Iteración {t}\n  x = {x:.4f}\n  y = {y:.4f}\n  g = {x**2/2 + 2*y**2 - x*y:.4f}\n  norma = {((x - y)**2 + (4*y - x)**2)**0.5:.4f}\n")
        x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
show()
