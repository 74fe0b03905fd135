# raise NotImplementedError and the dots of a starter.
# error: yes
# %%
def grad_g(x, y):
    raise NotImplementedError
def gradient_descent(grad, start, step_size, iterations):
    ...
# %%
trace = ...
table = ...
t_stop = None
# %%
gradient_descent(grad_g, (1, -1), 0.1, 48)[0]
