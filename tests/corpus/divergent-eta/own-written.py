# What was found is said in Markdown cells, in Spanish, with LaTeX and decimal commas; the code keeps nothing of it.
# names: own
# threshold: ok
# diverges-g: absent 1
# discussion: for-a-person
# %% [markdown]
# # Tarea de Lucía
# En este cuaderno busco con qué tasas converge el descenso de gradiente, y con cuáles no.
# %%
import numpy as np
H = np.array([[1, -1], [-1, 4]])
np.linalg.eigvalsh(H)
# %% [markdown]
# La tasa más grande que converge es $\eta_{\max} = \frac{2}{\lambda_{\max}} \approx$ **0,4648**.
# Con $\eta = 0{,}4$ todavía converge; con $\eta = 0{,}51$ la corrida de g diverge.
# %% [markdown]
# ## Discusión
# El paso es demasiado largo para la curvatura de la función en la dirección del mayor valor propio,
# y cada paso salta al otro lado del valle, más lejos que antes.
