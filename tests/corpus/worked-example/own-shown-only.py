# Spanish functions; result only returned and shown by the last expression; numpy structured by dict
# names: own
# gradient: ok
# descent: ok
# trace: ok
# table: ok
# stopping: ok
# %%
import numpy as np
gradiente_de_g = lambda p: np.array([p[0] - p[1], -p[0] + 4*p[1]])
def metodo(gradiente_fn, x_inicial, eta, n_pasos):
    historia_p = [np.asarray(x_inicial, float)]
    for _ in range(n_pasos):
        historia_p.append(historia_p[-1] - eta*gradiente_fn(historia_p[-1]))
    return np.vstack(historia_p)
puntos_t = metodo(gradiente_de_g, (1, -1), 0.1, 48)
# %%
g = lambda p: p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]
valores = {t: [*puntos_t[t], g(puntos_t[t]), np.linalg.norm(gradiente_de_g(puntos_t[t]))] for t in [1, 2, 8, 18, 38, 48]}
valores
# %%
normas = np.array([np.linalg.norm(gradiente_de_g(p)) for p in puntos_t])
np.argmax(normas <= 0.02)
