# English, Adam in torch style classes (optimizer.step()); first step already wrong: trace unexplained, 0; table, figure follow from its own (non-degenerate) trace: 1/2. t_stop on own run (left out: depends on where it lands).
# gradient: ok 1
# descent: normalised-gradient|unexplained
# trace: normalised-gradient|unexplained
# table: carried-forward 1
# stopping: wrong
# figure: carried-forward 0.5
# errata: for-a-person 0
# kernel: yes
# %%
!pip install -q tqdm
import numpy as np
# %%
class Adam:
    def __init__(self, lr=0.1, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, betas[0], betas[1], eps
        self.m = self.v = 0.0
        self.t = 0
    def step(self, w, g):
        self.t += 1
        self.m = self.b1*self.m + (1 - self.b1)*g
        self.v = self.b2*self.v + (1 - self.b2)*g*g
        mh = self.m/(1 - self.b1**self.t)
        vh = self.v/(1 - self.b2**self.t)
        return w - self.lr*mh/(np.sqrt(vh) + self.eps)

def grad_g(x, y):
    return np.array([x - y, 4*y - x])
def gradient_descent(grad, start, step_size, iterations):
    opt = Adam(lr=step_size)
    w = np.array(start, dtype=float)
    history = [w]
    for epoch in range(iterations):
        w = opt.step(w, np.asarray(grad(*w), dtype=float))
        history.append(w)
    return history
# %%
trace = gradient_descent(grad_g, [1.0, -1.0], 0.1, 48)
loss = lambda w: w[0]**2/2 + 2*w[1]**2 - w[0]*w[1]
table = [(t, *trace[t], loss(trace[t]), np.linalg.norm(grad_g(*trace[t]))) for t in (1, 2, 8, 18, 38, 48)]
t_stop = next((t for t, w in enumerate(gradient_descent(grad_g, [1.0, -1.0], 0.1, 2000)) if np.linalg.norm(grad_g(*w)) <= 0.02))
for row in table: print("%d %.4f %.4f %.4f %.4f" % tuple(row))
print(t_stop)
# %%
import numpy as np, matplotlib.pyplot as plt
fig, ax = plt.subplots()
gx = np.arange(-1.2, 1.25, 0.05)
A, B = np.meshgrid(gx, gx)
cf = ax.contourf(A, B, 0.5*A**2 + 2*B**2 - A*B, levels=15, cmap="viridis")
fig.colorbar(cf)
ax.plot([w[0] for w in trace], [w[1] for w in trace], "o", color="white", ms=3)
ax.set_title("g(x, y)")
plt.show()
# %%
slide_errata = "The numbers in the norm column (0.0493, 0.0115, 0.0006) are the values of g, and the row called 48 is really t = 38."
