# Every row (t, x, y, g, norm): the table is among them.
# trace: ok
# table: ok
# %%
from math import sqrt
tabla_completa, x, y = [], 1.0, -1.0
for t in range(49):
    gx, gy = x - y, 4*y - x
    tabla_completa.append([t, x, y, x*x/2 + 2*y*y - x*y, sqrt(gx*gx + gy*gy)])
    x, y = x - 0.1*gx, y - 0.1*gy
trayectoria = tabla_completa
