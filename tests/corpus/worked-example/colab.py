# Colab's habits: a mount, pip, widgets, an input. What needs none of it is read.
# kernel: yes
# error: yes
# trace: ok
# %%
!pip install plotly
%matplotlib widget
# %%
from google.colab import drive
drive.mount("/content/drive")
# %%
eta = float(input("tasa: "))
# %%
import numpy as np
trace = [np.array([1.0, -1.0])]
for _ in range(48):
    trace.append(trace[-1] - 0.1*np.array([[1, -1], [-1, 4]]) @ trace[-1])
