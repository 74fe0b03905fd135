# Plain scripts in English, named tuples, printed by rows.
# names: own
# gradient: ok
# trace: ok
# table: ok
# stopping: ok
# %%
from collections import namedtuple
Row = namedtuple("Row", "step x y height slope")
def partials(x, y):
    return (x - y, 4*y - x)
rows = []
x, y = 1.0, -1.0
for step in range(49):
    px, py = partials(x, y)
    rows.append(Row(step, x, y, x*x/2 + 2*y*y - x*y, (px*px + py*py)**0.5))
    x, y = x - 0.1*px, y - 0.1*py
# %%
chosen = [rows[s] for s in (1, 2, 8, 18, 38, 48)]
for r in chosen:
    print(f"{r.step:>3} {r.x:>9.5f} {r.y:>9.5f} {r.height:>9.5f} {r.slope:>9.5f}")
converged_at = min(r.step for r in rows if r.slope <= 0.02)
print("converged at step", converged_at)
