# 1/L is answered though 2/L is printed beside it.
# names: own
# threshold: wrong|undecided
# %%
L = 4.30278
paso_optimo = 2/(0.69722 + L)
paso_maximo = 1/L
print("2/L queda en", 0.4648, "pero usamos 1/L por seguridad")
print("Respuesta: tasa máxima", round(paso_maximo, 4))
