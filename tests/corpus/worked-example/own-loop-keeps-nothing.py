# A loop of two cells that keeps, prints and draws nothing: it asks the student's gradient once a step.
# names: own
# gradient: ok
# trace: ok
# %%
def pendiente(x, y):
    return x - y, 4*y - x
tasa = 0.1
x, y = 1, -1
# %%
for t in range(48):
    gx, gy = pendiente(x, y)
    x = x - tasa*gx
    y = y - tasa*gy
# %%
norma = (sum(c**2 for c in pendiente(x, y)))**0.5
print("norma al final:", round(norma, 3))
