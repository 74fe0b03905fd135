"""A notebook's own figures: PNGs of our making, from pixels that its sandbox tells."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from grader.execution import NbclientExecutor
from grader.execution.figures import MOST_BYTES, MOST_FIGURES, written
from grader.model import Cell, Ending, Execution, Limits, Plan, Probe


def run(*sources: str, **limits: Any) -> Execution:
    cells = tuple(Cell(number, source) for number, source in enumerate(sources, 1))
    asked = (Probe("value:a", "value", {"names": ["a"]}),)
    return NbclientExecutor(level="process").run(Plan(cells, asked, Limits(**limits), seed=7))


def picture(png: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(png)))


def told(width: int, height: int, palette: bytes, pixels: bytes) -> dict[str, object]:
    texts = {"palette": base64.b64encode(palette).decode(), "pixels": base64.b64encode(pixels).decode()}
    return {"ok": True, "width": width, "height": height, **texts}


def test_pixels_become_a_png_of_the_same_pixels() -> None:
    made = written(told(3, 2, b"\xff\x00\x00\x00\x00\xff", bytes([0, 1, 0, 1, 1, 0])))
    assert made is not None
    image = Image.open(io.BytesIO(made))
    image.verify()
    red, blue = (255, 0, 0), (0, 0, 255)
    shown = Image.open(io.BytesIO(made)).convert("RGB")
    assert [shown.getpixel((x, y)) for y in range(2) for x in range(3)] == [red, blue, red, blue, blue, red]


@pytest.mark.parametrize(
    "reply",
    [
        None, [], {"ok": False, "reason": "timeout"}, {"ok": True},
        told(3, 2, b"abc", bytes(5)), told(3, 2, b"abcd", bytes(6)), told(3, 2, b"", bytes(6)), told(3, 2, b"abc", bytes([0, 1, 0, 0, 0, 0])),
        told(0, 2, b"abc", b""), told(641, 1, b"abc", bytes(641)), told(3, -2, b"abc", bytes(6)), told(3, 2, b"abc" * 257, bytes(6)),
        told(True, 6, b"abc", bytes(6)), told(3, 2, b"abc", bytes(6)) | {"pixels": "é"}, told(3, 2, b"abc", bytes(6)) | {"palette": 7}, told(3, 2, b"abc", bytes(6)) | {"height": "2"},
    ],
)  # fmt: skip
def test_what_are_no_pixels_becomes_no_png(reply: object) -> None:
    assert written(reply) is None


DRAWS = [
    "import numpy as np, matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(12, 4))\nax.plot([1, 2])\nfig",
    "plt.figure(facecolor='none')\nplt.plot([1, 2], 'r')\nplt.show()\nprint('below')",
    "from IPython.display import HTML, SVG, display\ndisplay(HTML('<b>x</b>'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))",
    "display({'image/png': 'no picture', 'text/plain': ''}, raw=True)\ndisplay({'image/png': 7}, raw=True)\na = 1",
]


def test_figures_come_back_small_on_white_and_once_and_nothing_else_does() -> None:
    execution = run(*DRAWS)
    assert (execution.ending, execution.errors) == (Ending.COMPLETED, ())
    assert [figure.cell for figure in execution.figures] == [1, 2]
    assert execution.figures_left_out == 1
    wide, clear = (picture(figure.png) for figure in execution.figures)
    assert wide.width == 640
    assert 200 < wide.height < 240
    corner = clear.convert("RGB").getpixel((0, 0))
    assert all(channel >= 250 for channel in corner)
    assert max(clear.convert("RGB").getcolors(), key=lambda one: one[0])[1] == corner


def test_figures_beyond_the_limits_are_left_out_and_counted() -> None:
    noise = "import numpy as np, matplotlib.pyplot as plt\nplt.imshow(np.random.rand(400, 400, 3)); plt.axis('off'); plt.show()"
    many = "for i in range(9):\n    plt.plot([i, i + 1]); plt.show()"
    execution = run(noise, many, "a = 1", figure_kb=300)  # the noise is half a megabyte
    assert [figure.cell for figure in execution.figures] == [2] * MOST_FIGURES
    assert (execution.figures_left_out, execution.ending) == (2, Ending.COMPLETED)
    noisy = run(noise, noise.replace("400", "401"), "a = 1")
    assert sum(len(base64.b64decode(figure.png)) for figure in noisy.figures) <= MOST_BYTES
    assert [picture(figure.png).width for figure in noisy.figures] == [320]
    assert noisy.figures_left_out == 1


TAKEN = {
    "a loop": "def decode(*_, **__):\n    while True: pass",
    "an end": "import os\ndef decode(*_, **__): os._exit(1)",
    "a lie": "def decode(*_, **__): return 3",
}


@pytest.mark.parametrize("what", TAKEN)
def test_a_decoder_that_a_cell_took_over_costs_the_figures_alone(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.execution.run.FIGURES_SECONDS", 0.5)
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\na = 1"
    execution = run(draw, f"import PIL.PngImagePlugin\n{TAKEN[what]}\nPIL.PngImagePlugin.PngImageFile = decode")
    assert (execution.ending, execution.errors, execution.reason) == (Ending.COMPLETED, (), "")
    assert (execution.figures, execution.figures_left_out) == ((), 1)
    assert execution.replies["value:a"]["ok"] is True


def test_a_figure_names_its_cell_as_the_notebook_counts_it() -> None:
    """Text stands between the cells of code, and a kernel sees none of it."""
    cells = (Cell(3, "import matplotlib.pyplot as plt"), Cell(7, "plt.plot([1, 2, 3])\nprint('here')"))
    execution = NbclientExecutor(level="process").run(Plan(cells, (Probe("figures", "figures"),), seed=7))
    assert [one["cell"] for one in execution.replies["figures"]["figures"]] == [7]
    assert execution.printed[0][0] == 7
