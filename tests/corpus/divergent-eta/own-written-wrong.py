# A wrong rate is said to be the greatest in a Markdown cell; what the statement says and asks is quoted beside it.
# names: own
# threshold: wrong-value 0
# %% [markdown]
# > La mayor η bajo la cual todo punto inicial converge en g: ¿es 0.4648?
#
# **Respuesta.** The largest learning rate that converges is η = 0.5.
# %%
eta = 0.1
