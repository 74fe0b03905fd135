# An object with x1_path and x2_path.
# names: own
# trace: ok
# %%
class GD:
    pass
m = GD()
m.x1_path, m.x2_path, m.lr = [1.0], [-1.0], 0.1
for epoch in range(48):
    x1, x2 = m.x1_path[-1], m.x2_path[-1]
    m.x1_path.append(x1 - m.lr * (x1 - x2))
    m.x2_path.append(x2 - m.lr * (4 * x2 - x1))
