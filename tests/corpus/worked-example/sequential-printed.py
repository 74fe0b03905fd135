# A sequential update of which only printed lines remain, four decimals.
# trace: sequential-update 1.5
# %%
x, y = 1.0, -1.0
for t in range(49):
    print(f"t={t}  x={x:.4f}  y={y:.4f}")
    x = x - 0.1*(x - y)
    y = y - 0.1*(4*y - x)
