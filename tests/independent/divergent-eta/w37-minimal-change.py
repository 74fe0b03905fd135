# Catalan; eta_f = 0.016 for all: three converge, (-1,-1) cycles: 0.5 points; eta_cycle = ((0, 1), 0.06) escapes: 0.
# threshold: ok 3
# diverges-g: ok 2
# diverges-f: wrong-class 0.5
# oscillates: wrong-class 0
# discussion: for-a-person 0
# %%
import numpy as np
lambdes = np.linalg.eigvals(np.array([[1., -1.], [-1., 4.]]))
eta_max_g = round(float(2/max(lambdes)), 4)
eta_g = 0.48
H = np.array([[1., -1.], [-1., 4.]])
def itera(p, k):
    return p if k == 0 else itera(p - eta_g*H.dot(p), k - 1)
trace_g = [itera(np.array([1., -1.]), k) for k in range(21)]
# %%
eta_f = {"(0, 1)": 0.016, "(-1, 1)": 0.016, "(-1, -1)": 0.016, "(0, -1)": 0.016}
eta_cycle = ((0, 1), 0.06)
# %%
discussion = "Entre convergir i divergir hi ha cicles atractors."
