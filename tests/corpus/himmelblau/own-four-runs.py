# Four separate variables per start, English; limits and minima each with own names; torch-like style.
# names: own
# gradient: ok
# runs: ok
# limits: ok
# minima: ok
# %%
def himmel_grad(pt):
    x, y = pt
    return [4*x*(x*x + y - 11) + 2*(x + y*y - 7), 2*(x*x + y - 11) + 4*y*(x + y*y - 7)]
def descend(pt, lr=0.01, epochs=100):
    out = [list(pt)]
    for _ in range(epochs):
        gx, gy = himmel_grad(out[-1])
        out.append([out[-1][0] - lr*gx, out[-1][1] - lr*gy])
    return out
run_a = descend((0, 1)); run_b = descend((-1, 1)); run_c = descend((-1, -1)); run_d = descend((0, -1))
where_they_end = {(0, 1): run_a[-1], (-1, 1): run_b[-1], (-1, -1): run_c[-1], (0, -1): run_d[-1]}
set_of_minimizers = sorted(tuple(round(c, 3) for c in p) for p in where_they_end.values())
