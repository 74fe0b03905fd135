# A grid of rates that holds right ones, and no answer: nothing may be picked because it fits.
# names: own
# threshold: absent|undecided|wrong 0
# diverges-g: absent|undecided|wrong 0
# diverges-f: absent|undecided|wrong 0
# oscillates: absent|undecided|wrong 0
# %%
import numpy as np
eta = 0.1
grid = np.linspace(0.4, 0.5, 101)
rates_f = [0.01, 0.017, 0.02, 0.05, 0.1, 0.2]
final_norms = []
for r in grid:
    p = np.array([1.0, -1.0])
    for _ in range(100):
        p = p - r*np.array([p[0] - p[1], 4*p[1] - p[0]])
    final_norms.append(np.linalg.norm(p))
    print(f"rate {r:.3f}: norm {final_norms[-1]:.3e}")
