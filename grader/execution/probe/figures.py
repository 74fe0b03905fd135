"""Figures as drawn: what they show is kept when they close."""

from __future__ import annotations

import builtins
import math
import sys
import weakref
from itertools import pairwise
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
    _thin([axes for reply in replies for axes in reply["axes"]])
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


def _thin(shown: list[dict[str, Any]]) -> None:
    """Curves of several figures are thinned alike, so that all of them fit beside their lines."""
    contours = [contour for axes in shown for contour in axes["contours"]]
    drawn = sum(2 * len(path) for contour in contours for path in contour["paths"])
    room = max(MOST_NUMBERS - sum(map(_numbers_in, shown)) + drawn, MOST_NUMBERS // 2)
    # As a path keeps two points at least, so many short ones may pass the room.
    every = max(1, -(-drawn // (room * 9 // 10)))
    for contour in contours:
        contour["paths"] = [path[:: max(1, min(every, len(path) // 2))] for path in contour["paths"]]


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
    collections = list(axes.collections)
    sets = [one for one in collections if isinstance(one, contour)]
    # matplotlib before 3.8 keeps a collection a level and no set.
    sets = sets or [one for one in axes.get_children() if isinstance(one, contour)]
    others = [one for one in collections if one not in sets]
    meshes = [one for one in others if isinstance(one, sys.modules["matplotlib.collections"].QuadMesh)]
    noted = [text for text in axes.texts if getattr(text, "arrow_patch", None) is not None]
    arrows = getattr(sys.modules.get("matplotlib.patches"), "FancyArrow", ())
    return {
        "lines": [
            *_each(axes.lines, _line),
            *_each(others, _segments),
            *_each(noted, lambda text: [_segment(text.xyann, text.xy)]),
            *_each([one for one in axes.patches if isinstance(one, arrows)], _arrow),
        ],
        "points": _each(others, _points),
        "contours": _each(sets, lambda one: [_contours(one, budget)]),
        "images": len(axes.images) + len(meshes),
        "is3d": axes.name == "3d",
    }


def _each(artists: Any, read: Any) -> list[dict[str, Any]]:
    """What is read of each artist; one that cannot be read, of words or dates, hides no other."""
    found: list[dict[str, Any]] = []
    for one in list(artists)[:MOST_ARTISTS]:
        try:
            found += read(one)
        except Exception:
            continue
    return found


def _line(line: Any) -> list[dict[str, Any]]:
    data = line.get_data_3d()[:2] if hasattr(line, "get_data_3d") else line.get_data(orig=True)
    marker, style = line.get_marker(), line.get_linestyle()
    marked = marker not in (None, "None", "none", "", " ")
    return [{"x": _plotted(data[0]), "y": _plotted(data[1]), "marker": marked, "linestyle": clean(str(style))[:20]}]


def _segments(one: Any) -> list[dict[str, Any]]:
    """The lines of a collection of lines, and the arrows of a field of arrows."""
    if isinstance(one, sys.modules["matplotlib.collections"].LineCollection):
        segments = one.get_segments()[:MOST_ARTISTS]
        return [
            {"x": _plotted([p[0] for p in s]), "y": _plotted([p[1] for p in s]), "marker": False, "linestyle": "-"}
            for s in segments
        ]
    return _arrows(one) if isinstance(one, _quiver()) else []


def _points(one: Any) -> list[dict[str, Any]]:
    """The marks of a collection."""
    module = sys.modules["matplotlib.collections"]
    if hasattr(one, "_offsets3d"):
        return [{"x": _plotted(one._offsets3d[0]), "y": _plotted(one._offsets3d[1])}]
    if isinstance(one, (module.LineCollection, module.QuadMesh, getattr(module, "TriMesh", ()), _quiver())):
        return []
    offsets = one.get_offsets()
    return [{"x": _plotted([p[0] for p in offsets]), "y": _plotted([p[1] for p in offsets])}] if len(offsets) else []


def _quiver() -> Any:
    return getattr(sys.modules.get("matplotlib.quiver"), "Quiver", ())


def _arrow(patch: Any) -> list[dict[str, Any]]:
    x, y = patch._x, patch._y
    return [_segment((x, y), (x + patch._dx, y + patch._dy))]


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
    """Curves thinned alike, so that all of them fit: a part would tell of one corner only; `of` is the place of each path's level."""
    levels = [_number(level) for level in list(one.levels)[:200]]
    paths: list[list[list[Any]]] = []
    of: list[int] = []
    drawn = one.get_paths()
    every = max(1, -(-sum(len(path.vertices) for path in drawn) // budget))
    for place, path in enumerate(drawn):
        vertices, codes = path.vertices, path.codes
        begins = [0] if codes is None else [i for i, code in enumerate(codes.tolist()) if code == 1]
        # A labelled level of which nothing is seen has codes, but none.
        for begin, end in pairwise([*begins, len(vertices)]):
            piece = vertices[begin:end]
            thinned = piece[:: max(1, min(every, len(piece) // 2))]
            if len(thinned) >= 2 and len(paths) < MOST_ARTISTS:
                paths.append([[_number(x), _number(y)] for x, y in thinned.tolist()])
                of.append(place)
    return {"filled": bool(one.filled), "levels": levels, "paths": paths, "of": of}


def _plotted(values: Any) -> list[Any]:
    """Coordinates as JSON numbers, null where not finite."""
    numpy = sys.modules["numpy"]
    flat = numpy.ma.filled(numpy.ma.asarray(values).astype(float), numpy.nan).ravel()
    return [_number(one) for one in flat[:MOST_POINTS].tolist()]


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
