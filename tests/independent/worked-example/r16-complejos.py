# Names of the contract ignored: Spanish; iterates as complex numbers x + iy in the list `z`; derivative `dg(z)` complex.
# names: own
# gradient: absent|undecided|ok
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# %%
def dg(z):
    return complex(z.real - z.imag, 4*z.imag - z.real)
z = [1 - 1j]
while len(z) < 49:
    z.append(z[-1] - 0.1*dg(z[-1]))
# %%
def valor(w): return w.real**2/2 + 2*w.imag**2 - w.real*w.imag
tabla = {"t": [], "x": [], "y": [], "g": [], "norma": []}
for t in (1, 2, 8, 18, 38, 48):
    for c, v in zip(tabla, (t, z[t].real, z[t].imag, valor(z[t]), abs(dg(z[t])))):
        tabla[c].append(v)
import pandas as pd
print(pd.DataFrame(tabla).round(4).to_string(index=False))
t_parada = min(t for t in range(49) if abs(dg(z[t])) <= 0.02)
print(t_parada)
# %%
import matplotlib.pyplot as plt
import numpy as np
_X, _Y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))
plt.figure(figsize=(5, 4))
plt.contour(_X, _Y, _X**2/2 + 2*_Y**2 - _X*_Y, 20)
plt.plot([w.real for w in z], [w.imag for w in z], "r.-")
plt.xlabel("x"); plt.ylabel("y")
plt.show()
