# Printed sentences in Spanish, and the divergent run as printed rows.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
l = (5 + 13**0.5)/2
print(f"Tasa máxima de g: {2/l:.4f}")
# %%
x, y = 1.0, -1.0
print("Con eta = 0.5 la corrida de g diverge:")
for k in range(15):
    print(f"k={k:2d}  x={x:.6f}  y={y:.6f}")
    x, y = x - 0.5*(x - y), y - 0.5*(4*y - x)
# %%
for p in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    print(f"Inicio {p}: con eta = {0.2} la corrida de f escapa")
print(f"Oscila: inicio {(-1, -1)} con eta = {0.0175}")
