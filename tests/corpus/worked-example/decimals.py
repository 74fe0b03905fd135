# decimal.Decimal with 28 digits.
# trace: ok
# %%
from decimal import Decimal
trace = [(Decimal(1), Decimal(-1))]
for _ in range(48):
    x, y = trace[-1]
    trace.append((x - Decimal("0.1")*(x - y), y - Decimal("0.1")*(4*y - x)))
