# Names of the contract ignored: English; everything printed only, with sentences.
# names: own
# threshold: ok|absent
# diverges-g: ok|absent
# diverges-f: ok|absent
# oscillates: ok|absent
# %%
from math import sqrt
print("threshold for g:", round((5 - sqrt(13))/3, 5))
x, y, lr = 1.0, -1.0, 0.5
for t in range(16):
    print(f"{t:2d} {x:12.6f} {y:12.6f}")
    x, y = x - lr*(x - y), y - lr*(4*y - x)
# %%
for s in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    a, b = s
    n = 0
    while abs(a) + abs(b) < 1e6:
        p, q = a*a + b - 11, a + b*b - 7
        a, b = a - 0.1*(4*a*p + 2*q), b - 0.1*(2*p + 4*b*q)
        n += 1
    print("start", s, "eta 0.1 escapes after", n, "steps")
print("cycle: start (-1, -1), eta 0.017")
