# Pure Python: the run of f overflows with an error in its cell; the rates stand before it.
# error: yes
# diverges-g: ok
# diverges-f: ok
# %%
eta_f = [0.1, 0.1, 0.1, 0.1]
eta_g = 0.5
# %%
x, y, trace_g = 1.0, -1.0, []
for _ in range(200):
    trace_g.append((x, y))
    x, y = x - eta_g*(x - y), y - eta_g*(4*y - x)
# %%
x, y = 0.0, 1.0
while True:
    a, b = x**2 + y - 11, x + y**2 - 7
    x, y = x - 0.1*(4*x*a + 2*b), y - 0.1*(2*a + 4*y*b)
