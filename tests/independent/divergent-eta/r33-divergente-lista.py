# French; eta_f a list of four different rates, pure Python with OverflowError caught, threshold truncated 0.4648.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
def gf(x, y):
    return 4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)
def explose(x, y, eta):
    try:
        for k in range(2000):
            a, b = gf(x, y)
            x, y = x - eta*a, y - eta*b
            if abs(x) + abs(y) > 1e6:
                return True
    except OverflowError:
        return True
    return False
eta_f = []
for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    eta = 0.05
    while not explose(*s, eta):
        eta += 0.01
    eta_f.append(eta)
print(eta_f)
# %%
eta_max_g = 0.4648
eta_g = 0.55
x, y = 1, -1
trace_g = []
for t in range(31):
    trace_g.append([x, y])
    x, y = x - eta_g*(x - y), y - eta_g*(4*y - x)
eta_cycle = ((-1, 1), 0.028)
# %%
discussion = "Entre converger et diverger il y a des cycles."
