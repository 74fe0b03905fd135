# Spanish; exact sympy threshold, Fractions-free Rational iterates, eta_f dict.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: ok 4
# oscillates: ok 1
# discussion: for-a-person 0
# %%
import sympy as sp
H = sp.Matrix([[1, -1], [-1, 4]])
eta_max_g = sp.Rational(5, 3) - sp.sqrt(13)/3
assert sp.simplify(eta_max_g - 2/max(H.eigenvals())) == 0
eta_g = sp.Rational(1, 2)
trace_g = [sp.Matrix([1, -1])]
for _ in range(14):
    trace_g.append(trace_g[-1] - eta_g*H*trace_g[-1])
trace_g = [(m[0], m[1]) for m in trace_g]
eta_f = {(0, 1): 0.1, (-1, 1): 0.1, (-1, -1): 0.1, (0, -1): 0.1}
eta_cycle = ((-1, -1), 0.017)
# %%
discussion = """Para g el umbral es 2/lambda_max. Para f, entre converger y escapar hay ciclos y caos."""
