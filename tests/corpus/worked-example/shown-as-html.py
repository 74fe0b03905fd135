# y already sees the new x; the rows stand in an HTML table, those that are asked in a Markdown one, nothing else is kept.
# kernel: yes
# trace: sequential-update 1.5
# table: squared-norm|carried-forward|wrong-value
# %%
from IPython.display import HTML, Markdown

def run():
    x, y = 1.0, -1.0
    yield 0, x, y
    for t in range(1, 49):
        x = x - 0.1*(x - y)
        y = y - 0.1*(4*y - x)
        yield t, x, y

HTML("<table><tr><th>t</th><th>x</th><th>y</th></tr>" + "".join(f"<tr><td>{t}</td><td>{x:.5f}</td><td>{y:.5f}</td></tr>" for t, x, y in run()) + "</table>")
# %%
Markdown("| t | x | y | g | ‖∇g‖ |\n|---|---|---|---|---|\n" + "\n".join(f"| {t} | {x:.4f} | {y:.4f} | {x*x/2 + 2*y*y - x*y:.4f} | {((x - y)**2 + (4*y - x)**2)**0.5:.4f} |" for t, x, y in run() if t in (1, 2, 8, 18, 38, 48)))
