# "44" as a text.
# stopping: ok
# %%
t_parada = "44"
