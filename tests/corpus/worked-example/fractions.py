# Exact fractions: denominators of 48 digits.
# trace: ok
# %%
from fractions import Fraction
eta = Fraction(1, 10)
trace = [(Fraction(1), Fraction(-1))]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - eta*(x - y), y - eta*(4*y - x)))
