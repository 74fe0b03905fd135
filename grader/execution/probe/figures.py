"""Figures as drawn: what they show is kept when they close."""

from __future__ import annotations

import builtins
import math
import sys
import weakref
from typing import Any

from .safe import MOST_ARTISTS, MOST_AXES, MOST_CONTOUR_POINTS, MOST_FIGURES, MOST_NUMBERS, MOST_POINTS, clean
from .state import state

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def all_figures(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Every figure of the notebook: closed ones as kept, open ones and those in variables as they are."""
    figures = [manager.canvas.figure for manager in list(managers().values())]
    module = sys.modules.get("matplotlib.figure")
    if module is not None:
        for value in list(namespace.values()):
            found = (
                value
                if isinstance(value, module.Figure)
                else getattr(value, "figure", None)
                if hasattr(type(value), "plot")
                else None
            )
            if isinstance(found, module.Figure):
                figures.append(found)
    for figure in figures:
        keep(figure)
    replies = [{"cell": one["cell"], "axes": one["axes"]} for one in state.figures if one["axes"]]
    left = MOST_NUMBERS
    kept: list[dict[str, Any]] = []
    for reply in reversed(replies):
        left -= sum(_numbers_in(axes) for axes in reply["axes"])
        if left < 0 and kept:
            break
        kept.append(reply)
    return {"ok": True, "figures": kept[::-1]}


class Finder:
    """Waits for matplotlib to be imported by a cell, hooks the closing of its figures, and steps aside."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "matplotlib._pylab_helpers":
            return None
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                break
        else:
            return None
        loader: Any = spec.loader
        execute = loader.exec_module

        def exec_module(module: Any) -> None:
            execute(module)
            hook(module)

        loader.exec_module = exec_module
        return spec


def hook(helpers: Any) -> None:
    """Keeps what a figure shows when it is closed: by plt.close, by plt.show, or by the inline backend after a cell."""
    manager = helpers.Gcf
    if "_probe_hooked" in manager.__dict__:
        return
    destroy, destroy_all = manager.destroy, manager.destroy_all

    def kept_destroy(cls: Any, number: Any) -> Any:
        one = number if hasattr(number, "canvas") else cls.figs.get(number)
        if one is not None:
            keep(one.canvas.figure)
        return destroy(number)

    def kept_destroy_all(cls: Any) -> Any:
        for one in list(cls.figs.values()):
            keep(one.canvas.figure)
        return destroy_all()

    manager.destroy = classmethod(kept_destroy)
    manager.destroy_all = classmethod(kept_destroy_all)
    manager._probe_hooked = True


def managers() -> dict[Any, Any]:
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    found = getattr(getattr(helpers, "Gcf", None), "figs", {})
    return found if isinstance(found, dict) else {}


def keep(figure: Any) -> None:
    """What a figure shows now; a later look at the same figure takes its place if it shows anything."""
    if state.quiet:
        return
    try:
        seen = next((one for one in state.figures if one["figure"]() is figure), None)
        if seen is None and len(state.figures) >= MOST_FIGURES:
            return
        axes = _shown(figure)
        if seen is None:
            state.figures.append({"figure": weakref.ref(figure), "cell": state.cell, "axes": axes})
        elif axes:
            seen["axes"] = axes
    except KeyboardInterrupt:
        raise
    except BaseException:
        # A figure that cannot be read is none to us; the student's cell goes on.
        return


def _numbers_in(axes: dict[str, Any]) -> int:
    lines = sum(2 * len(line["x"]) for line in (*axes["lines"], *axes["points"]))
    return lines + sum(2 * len(path) for contour in axes["contours"] for path in contour["paths"])


def _shown(figure: Any) -> list[dict[str, Any]]:
    found = []
    shown = list(figure.get_axes())[:MOST_AXES]
    for axes in shown:
        one = _axes(axes, MOST_CONTOUR_POINTS // len(shown))
        if one["lines"] or one["points"] or one["contours"] or one["images"]:
            found.append(one)
    return found


def _axes(axes: Any, budget: int) -> dict[str, Any]:
    contour = getattr(sys.modules.get("matplotlib.contour"), "ContourSet", ())
    collections_module = sys.modules["matplotlib.collections"]
    is3d = axes.name == "3d"
    lines, points, contours, images = [], [], [], len(axes.images)
    for line in list(axes.lines)[:MOST_ARTISTS]:
        data = line.get_data_3d()[:2] if hasattr(line, "get_data_3d") else line.get_data(orig=True)
        marker, style = line.get_marker(), line.get_linestyle()
        x, y = _plotted(data[0]), _plotted(data[1])
        lines.append(
            {
                "x": x,
                "y": y,
                "marker": marker not in (None, "None", "none", "", " "),
                "linestyle": clean(str(style))[:20],
            }
        )
    for one in list(axes.collections)[:MOST_ARTISTS]:
        if isinstance(one, contour):
            contours.append(_contours(one, budget))
        elif isinstance(one, collections_module.LineCollection):
            for segment in one.get_segments()[:MOST_ARTISTS]:
                lines.append(
                    {
                        "x": _plotted([p[0] for p in segment]),
                        "y": _plotted([p[1] for p in segment]),
                        "marker": False,
                        "linestyle": "-",
                    }
                )
        elif isinstance(one, getattr(sys.modules.get("matplotlib.quiver"), "Quiver", ())):
            lines += _arrows(one)
        elif isinstance(one, collections_module.QuadMesh):
            images += 1
        elif hasattr(one, "_offsets3d"):
            points.append({"x": _plotted(one._offsets3d[0]), "y": _plotted(one._offsets3d[1])})
        elif len(one.get_offsets()) and not isinstance(one, getattr(collections_module, "TriMesh", ())):
            offsets = one.get_offsets()
            points.append({"x": _plotted([p[0] for p in offsets]), "y": _plotted([p[1] for p in offsets])})
    if not contours:
        # matplotlib before 3.8 keeps a collection a level and no set.
        contours = [_contours(one, budget) for one in axes.get_children() if isinstance(one, contour)]
    noted = [text for text in axes.texts if getattr(text, "arrow_patch", None) is not None]
    lines += [_segment(text.xyann, text.xy) for text in noted[:MOST_ARTISTS]]
    patches = getattr(sys.modules.get("matplotlib.patches"), "FancyArrow", ())
    for patch in [one for one in axes.patches if isinstance(one, patches)][:MOST_ARTISTS]:
        begin = [getattr(patch, "_x", None), getattr(patch, "_y", None)]
        if None not in begin:
            lines.append(_segment(begin, [begin[0] + patch._dx, begin[1] + patch._dy]))
    return {"lines": lines, "points": points, "contours": contours, "images": images, "is3d": is3d}


def _segment(begin: Any, end: Any) -> dict[str, Any]:
    """An arrow as a line from its foot to its head."""
    return {"x": _plotted([begin[0], end[0]]), "y": _plotted([begin[1], end[1]]), "marker": False, "linestyle": "-"}


def _arrows(quiver: Any) -> list[dict[str, Any]]:
    """Arrows drawn to scale as segments; of others only where they stand is known."""
    feet = quiver.get_offsets().tolist()[:MOST_ARTISTS]
    scaled = (quiver.angles, quiver.scale_units) == ("xy", "xy") and quiver.scale
    if not scaled:
        return [_segment(foot, foot) for foot in feet]
    steps = zip(quiver.U.ravel().tolist(), quiver.V.ravel().tolist(), strict=True)
    return [_segment(p, (p[0] + u / scaled, p[1] + v / scaled)) for p, (u, v) in zip(feet, steps, strict=False)]


def _contours(one: Any, budget: int) -> dict[str, Any]:
    """Curves thinned alike, so that all of them fit: a part would tell of one corner only."""
    levels = [_number(level) for level in list(one.levels)[:200]]
    paths: list[list[list[Any]]] = []
    drawn = one.get_paths()
    every = max(1, -(-sum(len(path.vertices) for path in drawn) // budget))
    for path in drawn:
        vertices, codes = path.vertices, path.codes
        begins = [0] if codes is None else [i for i, code in enumerate(codes.tolist()) if code == 1]
        for begin, end in zip(begins, [*begins[1:], len(vertices)], strict=True):
            piece = vertices[begin:end]
            thinned = piece[:: max(1, min(every, len(piece) // 2))]
            if len(thinned) >= 2 and len(paths) < MOST_ARTISTS:
                paths.append([[_number(x), _number(y)] for x, y in thinned.tolist()])
    return {"filled": bool(one.filled), "levels": levels, "paths": paths}


def _plotted(values: Any) -> list[Any]:
    """Coordinates as JSON numbers, null where not finite."""
    numpy = sys.modules["numpy"]
    flat = numpy.ma.filled(numpy.ma.asarray(values).astype(float), numpy.nan).ravel()
    return [_number(one) for one in flat[:MOST_POINTS].tolist()]


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
