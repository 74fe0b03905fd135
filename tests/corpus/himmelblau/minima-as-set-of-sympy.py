# The minima as sympy numbers in a set, one exact.
# minima: ok
# %%
import sympy as sp
minimos = {(sp.Integer(3), sp.Integer(2)), (sp.Float("-2.805118"), sp.Float("3.131312")), (sp.Float("-3.779310"), sp.Float("-3.283186")), (sp.Float("3.584428"), sp.Float("-1.848127"))}
