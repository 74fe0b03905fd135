# 45: the loop counts the update after the test.
# stopping: off-by-one 0
# %%
t_stop = 45
