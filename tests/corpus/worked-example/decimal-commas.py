# Lines of text with decimal commas and semicolons, six decimals.
# trace: ok
# %%
x, y, lineas = 1.0, -1.0, []
for t in range(49):
    lineas.append(f"{x:.6f}; {y:.6f}".replace(".", ","))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
trace = "\n".join(lineas)
