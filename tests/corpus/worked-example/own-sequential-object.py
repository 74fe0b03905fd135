# Sequential update inside a class; the stopping iteration follows from it.
# names: own
# trace: sequential-update 1.5
# stopping: wrong|undecided
# %%
class Descent1:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.log = [(x, y)]
        self.stop_iteration = None
    def step(self, rate):
        self.x = self.x - rate*(self.x - self.y)
        self.y = self.y - rate*(4*self.y - self.x)
        self.log.append((self.x, self.y))
        small = ((self.x - self.y)**2 + (4*self.y - self.x)**2)**0.5 <= 0.02
        if small and self.stop_iteration is None:
            self.stop_iteration = len(self.log) - 1
d = Descent1(1.0, -1.0)
for _ in range(48):
    d.step(0.1)
print(d.stop_iteration)
