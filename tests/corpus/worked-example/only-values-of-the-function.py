# A history that holds the values of g and no point: its name lies.
# trace: wrong-shape|absent|cannot-read
# %%
x, y = 1.0, -1.0
history = []
for _ in range(49):
    history.append(x**2/2 + 2*y**2 - x*y)
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
