# 2y for 4y in the gradient, everything else follows; Spanish names.
# names: own
# gradient: wrong-gradient|undecided 0
# descent: ok
# trace: wrong-gradient 1.5
# stopping: wrong|undecided
# table: wrong
# %%
import numpy as np
def derivadas_g(p):
    return np.array([p[0] - p[1], 2*p[1] - p[0]])
def avanzar(gradiente_de, punto_inicial, tasa_fija, num_pasos):
    todos = [np.array(punto_inicial, dtype=float)]
    for _ in range(num_pasos):
        todos.append(todos[-1] - tasa_fija*gradiente_de(todos[-1]))
    return np.array(todos)
recorrido_g = avanzar(derivadas_g, [1, -1], 0.1, 48)
# %%
cuadro = [(t, *recorrido_g[t], recorrido_g[t][0]**2/2 + 2*recorrido_g[t][1]**2 - recorrido_g[t][0]*recorrido_g[t][1],
           np.linalg.norm(derivadas_g(recorrido_g[t]))) for t in (1, 2, 8, 18, 38, 48)]
primera_t_pequena = next((t for t, p in enumerate(recorrido_g) if np.linalg.norm(derivadas_g(p)) <= 0.02), None)
primera_t_pequena
