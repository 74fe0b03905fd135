"""Certificates in words: what was proved of each run, how, and whether a program does the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.reports.numerals import as_float, as_point, three
from grader.reports.telling import Telling

#: Numbers that would answer a question still open, by the kind of finding that asks it.
_TELLING = {"number": ("factor", "eigenvalue", "threshold"), "limits": ("ball_centre", "ball_radius", "point", "limit")}


def certificates(
    told: Telling, items: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> Iterator[tuple[str, str]]:
    """What was proved of each run, then each method once, then what a program does."""
    methods, computed = [], []
    for item, details in items:
        fate = str(details.get("certificate") or item.get("measured"))
        data = _certified(told, item, details)
        way = way_of(fate, details)
        yield "proved", " ".join(filter(None, (told.say("run-of", **data), told.say(way, **data))))
        methods.append(way)
        robust = details.get("robust", _robust(str(item.get("name", ""))))
        if fate != "undecided":
            computed.append("robust-yes" if robust else "robust-no" if robust is False else "robust-unknown")
    for way in dict.fromkeys(methods):
        if f"{way}-how" in told.words.SENTENCES:
            yield "proof", told.say(f"{way}-how")
    for key in dict.fromkeys(computed):
        alone = len(set(computed)) == 1
        some = computed.count(key)
        yield "program", told.say(key) if alone else told.say("of-runs", n=some, all=len(computed), text=told.say(key))  # fmt: skip


def _certified(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, object]:
    hidden = _hidden(told)
    kept = {key: value for key, value in details.items() if key not in hidden}
    label = re.search(r"η = (\S+)", str(item.get("quantity", "")))
    start = (item.get("where") or {}).get("start")
    eta = kept.get("eta") or (label.group(1) if label else None) or told.parameters.get("eta")
    limit = kept.get("limit") or kept.get("ball_centre")
    if limit is None and start == told.parameters.get("start") and "limit" not in hidden:
        limit = told.parameters.get("limit")
    t = kept.get("at_iteration")
    growth = as_float(kept.get("growth"))
    data: dict[str, object] = {
        "start": start, "eta": eta, "t": t, "limit": as_point(limit),
        "point": as_point(kept.get("point")), "centre": as_point(kept.get("ball_centre")), "axis": as_point(kept.get("axis")),
        "percent": f"{100 * (growth - 1):.2g}" if growth is not None else None,
        "period": kept.get("period") or (len(kept["cycle"]) if kept.get("cycle") else told.parameters.get("period")),
        "cycle": ", ".join(filter(None, map(as_point, kept.get("cycle") or ()))),
        "missing": _missing(told, kept), "reason": kept.get("reason"),
    }  # fmt: skip
    for key, name in (("norm", "norm"), ("escape_radius", "radius"), ("ball_radius", "ball"), ("contraction", "contraction"), ("factor", "factor"), ("eigenvalue", "eigenvalue"), ("threshold", "threshold"), ("largest", "largest")):  # fmt: skip
        value = as_float(kept.get(key))
        data[name] = None if value is None else three(value)
    for key in ("iterations", "precision", "budget"):
        data[key] = kept.get(key)
    stopped = f"stopped-{kept.get('stopped_by')}"
    if stopped in told.words.SENTENCES:
        after = kept.get("iterations")
        data["stopped"] = told.say(stopped, **{**data, "next": after + 1 if isinstance(after, int) else None})
    return data


def _hidden(told: Telling) -> set[str]:
    """Keys of certificates that a page for the student keeps back: they would answer a question not yet answered right."""
    if not told.sealed:
        return set()
    open_kinds = {f["kind"] for f in told.document.get("findings", ()) if f["verdict"] != "passed"}
    return {key for kind in open_kinds & set(_TELLING) for key in _TELLING[kind]}


def _missing(told: Telling, details: Mapping[str, Any]) -> str:
    """The proofs not found, each in the reader's language where we know the sentence, else as the document has it."""
    said = []
    for sentence in details.get("missing") or ():
        for pattern, text in told.words.MISSING:
            if found := re.fullmatch(pattern, str(sentence)):
                said.append(text.format(*found.groups()))
                break
        else:
            said.append(str(sentence))
    return "; ".join(said)


def way_of(fate: str, details: Mapping[str, Any]) -> str:
    """Which proof a certificate is, told by the numbers it has."""
    if fate == "undecided":
        return "undecided"
    if "factor" in details or ("eigenvalue" in details and "axis" not in details):
        if details.get("drifts"):
            return "quadratic-drifts"
        return f"quadratic-{fate}"
    if fate == "diverges":
        return "diverges-along" if "axis" in details else "diverges"
    if details.get("stationary_start"):
        return "stationary"
    if details.get("descends"):
        return "descends"
    return fate if fate in ("converges", "cycle") else "undecided"


def _robust(name: str) -> bool | None:
    """What older documents tell only in the bound's name."""
    return True if "robust" in name else False if "exact arithmetic only" in name else None
