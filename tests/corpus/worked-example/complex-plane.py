# x + iy as one complex number.
# trace: ok
# %%
z = 1 - 1j
trace = [z]
for t in range(48):
    x, y = z.real, z.imag
    z = z - 0.1*complex(x - y, 4*y - x)
    trace.append(z)
