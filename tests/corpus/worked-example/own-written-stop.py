# The stopping time is said in a sentence; others quote the statement, ask, or speak of other numbers.
# names: own
# stopping: ok
# %% [markdown]
# ## Ejercicio: con η = 0.1, ¿en qué paso baja la norma de 0.02? ¿En t = 40?
# %%
x, y = 1.0, -1.0
# %% [markdown]
# Si la norma no bajara de 0.02 antes de t = 48 habría que seguir.
#
# - La norma del gradiente es menor que 0.02 por primera vez en **t = 44**.
# - El punto está entonces a menos de 0.03 del mínimo.
