# The same in a complex array under another name.
# names: own
# trace: ok
# %%
import numpy as np
Z = np.zeros(49, dtype=complex)
Z[0] = 1 - 1j
for k in range(48):
    Z[k+1] = Z[k] - 0.1*((Z[k].real - Z[k].imag) + 1j*(4*Z[k].imag - Z[k].real))
