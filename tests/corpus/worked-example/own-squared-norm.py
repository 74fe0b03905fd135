# Stop counted from 1 in a sentence; table wrong norm squared.
# names: own
# trace: ok
# table: squared-norm|wrong
# stopping: wrong|undecided
# %%
x, y = 1.0, -1.0
pts_g = []
for t in range(49):
    pts_g.append((x, y))
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
tabla_final = [(t, *pts_g[t], pts_g[t][0]**2/2 + 2*pts_g[t][1]**2 - pts_g[t][0]*pts_g[t][1], (pts_g[t][0] - pts_g[t][1])**2 + (4*pts_g[t][1] - pts_g[t][0])**2) for t in (1, 2, 8, 18, 38, 48)]
primera = [t for t, (a, b) in enumerate(pts_g) if (a - b)**2 + (4*b - a)**2 <= 0.02][0]
print("Se puede parar en la iteración", primera)
