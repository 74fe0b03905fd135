# A list of objects, each with its trace.
# names: own
# runs: ok
# %%
class Corrida:
    def __init__(self, x, y):
        self.inicio, self.x, self.y = (x, y), [x], [y]
        for _ in range(100):
            a, b = x**2 + y - 11, x + y**2 - 7
            x, y = x - 0.01*(4*x*a + 2*b), y - 0.01*(2*a + 4*y*b)
            self.x.append(x); self.y.append(y)
todas = [Corrida(0.0, 1.0), Corrida(-1.0, 1.0), Corrida(-1.0, -1.0), Corrida(0.0, -1.0)]
