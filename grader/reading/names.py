"""What a column, key or attribute is called: a variable, the iteration, the objective's value or the gradient's norm."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_T = {
    "t", "k", "n", "i", "j", "it", "iter", "iters", "iteration", "iterations", "iteracion", "iteraciones", "paso", "pasos", "step",
    "steps", "indice", "index", "epoch", "epoca", "no", "num", "numero", "time", "tiempo", "#", "nº", "n°",
}  # fmt: skip
_VALUE = {
    "f", "g", "h", "j", "z", "loss", "cost", "costo", "coste", "objective", "objetivo", "funcion", "function", "fun", "func", "valor",
    "value", "valores", "values", "val", "fval", "gval", "fx", "gx", "fxy", "gxy", "error", "fvals", "gvals",
}  # fmt: skip
_NORM = ("||", "‖", "∥", "∇", "nabla", "norm", "grad", "magnit", "modul")
#: Words that stand beside a variable's name without changing what it is.
_NEUTRAL = {
    "hist", "historia", "historial", "history", "historico", "list", "lista", "path", "paths", "values", "value", "valores", "valor",
    "val", "vals", "trace", "traza", "puntos", "punto", "points", "point", "pts", "trayectoria", "trajectory", "camino", "coord", "coords",
    "coordenada", "coordenadas", "eje", "axis", "k", "t", "n", "old", "new", "seq", "arr", "array", "vec", "data", "datos", "all", "iter",
    "serie", "log", "steps", "records", "buffer", "iterates", "col", "columna", "component", "componente", "variable", "de", "of", "en", "los", "la", "s",
}  # fmt: skip


def roles(names: Sequence[str], variables: Sequence[str], objective: str = "") -> list[str | None]:
    """For each name a variable, "t", "value", "norm", or None; every role is given once, to the first that has it.

    Numbered names (theta_0, theta_1 or x1, x2) are the variables where their own names are not found.
    """
    found = [role(name, variables, objective) for name in names]
    if not set(variables) <= set(found):
        for group in _numbered(names, len(variables)):
            for position, variable in zip(group, variables, strict=True):
                found[position] = variable
            break
    if "t" not in found and any(found):
        # One letter i or j beside named columns counts the iterations; objectives are called J too.
        for position, name in enumerate(names):
            if found[position] is None and not name.strip():
                found[position] = "t"
                break
    seen: set[str] = set()
    for position, one in enumerate(found):
        if one in seen:
            found[position] = None
        elif one is not None:
            seen.add(one)
    return found


def role(name: str, variables: Sequence[str], objective: str = "") -> str | None:
    """A name's role by itself."""
    plain = _plain(name)
    said = tokens(name)
    folded = {_plain(v): v for v in variables}
    if plain in folded:
        return folded[plain]
    if call := re.fullmatch(r"(\w+)\((.*)\)", plain):
        head = call[1]
        if head in folded:
            return folded[head]
        return "value" if len(head) <= 2 or head in _VALUE else None
    own = [t for t in said if t in folded or (t.endswith("s") and t[:-1] in folded)]
    if any(mark in plain for mark in _NORM) or plain.startswith("|"):
        return None if own else "norm"
    if plain == _plain(objective) and objective:
        return "value"
    if len(own) == 1 and all(t in _NEUTRAL or t in own or t.isdigit() for t in said) and not _index_of(said, own[0]):
        return folded.get(own[0]) or folded[own[0][:-1]]
    words = [t for t in said if not t.isdigit()]
    if plain in _T or (words and all(w in _T for w in words) and not own):
        return "t"
    if plain in _VALUE or (words and any(w in _VALUE or w == _plain(objective) for w in words) and not own):
        return "value"
    return None


def _index_of(tokens: Sequence[str], variable: str) -> bool:
    """x1 is a numbered name, not x; x_hist_0 and x0 alike."""
    return any(t.isdigit() for t in tokens)


def _numbered(names: Sequence[str], count: int) -> list[list[int]]:
    """Positions of `count` names that share a stem and are numbered 0, 1, … or 1, 2, …"""
    stems: dict[str, dict[int, int]] = {}
    for position, name in enumerate(names):
        if match := re.fullmatch(r"([^\d]*)(\d{1,3})([^\d]*)", _plain(name)):
            stems.setdefault(f"{match[1]}#{match[3]}", {}).setdefault(int(match[2]), position)
    groups = []
    for numbered in stems.values():
        first = min(numbered)
        if first in (0, 1) and sorted(numbered) == list(range(first, first + count)):
            groups.append([numbered[first + i] for i in range(count)])
    return groups


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name[:200]).lower()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[\s$\\{}]+", "", kept)


def tokens(name: str) -> list[str]:
    """The words of a name, small and without accents: t_stop, tStop and "t stop" alike are t and stop."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:200])
    decomposed = unicodedata.normalize("NFKD", spaced).lower()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.findall(r"[^\W\d_]+|\d+", kept)
