# x_list, y_list and z_list: the third holds the function's values.
# names: own
# trace: ok
# %%
x_list, y_list, z_list = [], [], []
x, y, lr = 1.0, -1.0, 0.1
for i in range(49):
    x_list.append(x); y_list.append(y); z_list.append(x**2/2 + 2*y**2 - x*y)
    x, y = x - lr*(x - y), y - lr*(4*y - x)
