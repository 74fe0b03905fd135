# Names of the contract ignored: Spanish; only a figure (path drawn as a single line) and the requested rows printed; the points live in a local variable of main().
# names: own
# trace: ok|absent
# table: ok|absent
# figure: ok 1
# kernel: yes
# %%
import numpy as np
import matplotlib.pyplot as plt
%matplotlib inline
def main():
    g = lambda x, y: x**2/2 + 2*y**2 - x*y
    th = np.array([1.0, -1.0])
    puntos = [th]
    for i in range(1, 49):
        gr = np.array([th[0] - th[1], 4*th[1] - th[0]])
        th = th - 0.1*gr
        puntos.append(th)
        if i in [1, 2, 8, 18, 38, 48]:
            gr2 = np.array([th[0] - th[1], 4*th[1] - th[0]])
            print("t=%d x=%.4f y=%.4f g=%.4f norma=%.4f" % (i, th[0], th[1], g(*th), np.linalg.norm(gr2)))
    puntos = np.array(puntos)
    X, Y = np.meshgrid(np.linspace(-1.5, 1.5), np.linspace(-1.5, 1.5))
    plt.contour(X, Y, g(X, Y), 30)
    plt.plot(puntos[:, 0], puntos[:, 1], "-ob", markersize=3)
    plt.title("Descenso")
    plt.show()
main()
