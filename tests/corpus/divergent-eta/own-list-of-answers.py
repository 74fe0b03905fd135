# Answers appended to a list; fractions; sentences.
# names: own
# threshold: ok
# diverges-g: ok
# diverges-f: ok
# oscillates: ok
# %%
from fractions import Fraction
ANSWERS = []
ANSWERS.append(round((5 - 13**0.5)/3, 6))
r = Fraction(1, 2)
w = [(Fraction(1), Fraction(-1))]
for _ in range(12):
    a, b = w[-1]
    w.append((a - r*(a - b), b - r*(4*b - a)))
ANSWERS.append((float(r), w))
rates_that_explode = {"start (0, 1)": 0.3, "start (-1, 1)": 0.3, "start (-1, -1)": 0.3, "start (0, -1)": 0.3}
# %%
print(f"Largest safe learning rate: {ANSWERS[0]}")
print("Oscillating example: start (-1, 1), learning rate 0.026")
