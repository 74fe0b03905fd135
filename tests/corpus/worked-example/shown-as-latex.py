# Each point as a formula of its own, four decimals.
# kernel: yes
# trace: ok 3
# %%
from IPython.display import Math, display

def show():
    x, y = 1.0, -1.0
    for t in range(49):
        display(Math(rf"\theta_{{{t}}} = ({x:.4f},\ {y:.4f})"))
        x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)

show()
