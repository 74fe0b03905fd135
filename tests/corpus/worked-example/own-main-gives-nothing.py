# A main() without arguments that gives nothing back: its loop asks two partial derivatives, and its rate changes afterwards.
# names: own
# gradient: ok
# trace: ok
# %%
TASA, VUELTAS = 0.1, 48
def parcial_x(x, y):
    return x - y
def parcial_y(x, y):
    return 4*y - x
def main():
    x, y = 1.0, -1.0
    for vuelta in range(VUELTAS):
        dx, dy = parcial_x(x, y), parcial_y(x, y)
        x, y = x - TASA*dx, y - TASA*dy
    print(f"llegamos a ({x:.3f}; {y:.3f})")
main()
# %%
TASA = 0.5
