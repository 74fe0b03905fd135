# Names of the contract ignored: English; functional jax-like style (scan), pytrees as dict params; history `traj` a (49, 2) array, table a formatted string.
# names: own
# gradient: absent|undecided|ok
# trace: ok|absent
# table: ok|absent
# stopping: ok|absent
# figure: ok 1
# %%
import numpy as jnp   # no jax here, same API
def loss(params):
    return params["x"]**2/2 + 2*params["y"]**2 - params["x"]*params["y"]
def grad(params):
    return {"x": params["x"] - params["y"], "y": 4*params["y"] - params["x"]}
def update(params, lr):
    g = grad(params)
    return {k: params[k] - lr*g[k] for k in params}
def scan(f, init, length):
    states = [init]
    for _ in range(length):
        states.append(f(states[-1]))
    return states
states = scan(lambda p: update(p, 0.1), {"x": 1.0, "y": -1.0}, 48)
traj = jnp.array([[s["x"], s["y"]] for s in states])
# %%
gnorm = [jnp.sqrt(sum(v**2 for v in grad(s).values())) for s in states]
text_table = "\n".join(f"{t},{states[t]['x']:.4f},{states[t]['y']:.4f},{loss(states[t]):.4f},{gnorm[t]:.4f}" for t in (1, 2, 8, 18, 38, 48))
print("t,x,y,g,norm")
print(text_table)
stop_at = int(jnp.argmax(jnp.array(gnorm) <= 0.02))
stop_at
# %%
from matplotlib import pyplot
import numpy
u, v = numpy.mgrid[-1.5:1.5:60j, -1.5:1.5:60j]
pyplot.contour(u, v, u*u/2 + 2*v*v - u*v, 12, colors="gray")
pyplot.scatter(traj[:, 0], traj[:, 1], marker="x")
pyplot.axis("equal")
pyplot.show()
