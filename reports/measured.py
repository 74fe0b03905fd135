"""Evidence in words, item by item: what was measured, what is allowed, and how the bound comes about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from grader.reports.numerals import as_float, decimals, quantity, shown
from grader.reports.proved import certificates
from grader.reports.telling import Telling


def measured(told: Telling) -> Iterator[tuple[str, str]]:
    """(heading, text) of every item of evidence; a claim about η begins with what was proved of it."""
    proofs: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    claim = told.finding["kind"] == "step-size"
    if claim:
        claims = [item for item in told.evidence if item.get("bound") == "certificate"]
        yield from certificates(told, [(item, item.get("details") or {}) for item in claims])
    for item in told.evidence:
        name, text = str(item.get("name", "")), str(item.get("quantity", ""))
        details = item.get("details") or {}
        if item.get("bound") == "certificate":
            proofs.append((item, details))
        elif name.startswith(("tube", "step bound")):
            yield from _trace(told, item, details)
        elif "∂/∂" in text:
            yield from _gradient(told, item, details)
        elif name.startswith("half a unit"):
            yield from _cell(told, item, details)
        elif text.startswith("‖∇J‖"):
            yield from _norm(told, item, details)
        elif text.startswith("|answer - "):
            yield from _answer(told, item, details)
        elif text.startswith("distance to the limit"):
            yield from _limit(told, item, details)
            if "certificate" in details:
                proofs.append((item, details))
        elif text.startswith("distance of "):
            yield from _point(told, item, details)
        else:
            yield from _other(told, item, details)
    if not claim:
        yield from certificates(told, proofs)


def _compared(told: Telling, item: Mapping[str, Any], *, right: bool) -> str:
    """How measured and bound compare, where the two numbers need a word more."""
    measured, bound = as_float(item.get("measured")), as_float(item.get("bound"))
    if measured is None or bound is None:
        return ""
    if right:
        return told.say("cut-off") if measured > bound else told.say("inside")
    if item.get("measured") == item.get("bound"):
        return told.say("by-a-hair")
    return told.say("outside") if measured > bound else ""


def _trace(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    where = item.get("where") or {}
    t, component = where.get("t"), where.get("component")
    beyond = str(item["name"]).startswith("step")
    right = told.trace_code == "ok"
    before = t - 1 if isinstance(t, int) else None
    finite = as_float(item.get("measured")) is not None
    which = "step" if beyond else "trace"
    key = f"{which}-measured" if finite else "not-finite"
    start = told.parameters.get("start") if told.finding["kind"] == "runs" else None
    data: dict[str, object] = {
        "t": t,
        "component": component,
        "before": before,
        "measured": quantity(item.get("measured", "")),
    }
    if finite and float(item["measured"]) == 0:
        key = "exact-measured"
    run = told.say("hidden-run") if told.finding["kind"] == "descent" else ""
    run = told.say("run", start=start) if isinstance(start, str) else run
    text = told.say(key, **data)
    nearest = told.say("nearest") if right else ""
    yield "measured", " ".join(filter(None, (run, nearest, text)))
    half = details.get("half_unit_shown")
    half = half if (as_float(half) or 0) > 0 else None
    allowed = told.say(
        f"{which}-allowed{_dominant(details, item)}", bound=quantity(item.get("bound", "")), radius=shown(details.get("radius")),
        half=shown(half), decimals=decimals(half), before=before,
    )  # fmt: skip
    yield "allowed", f"{allowed} {_compared(told, item, right=right)}".strip()
    arithmetic = str(item["name"]).split()[-1]
    difference = ""
    if arithmetic in ("central", "forward"):
        difference = told.say(f"difference-{arithmetic}", h=shown(details.get("h")))
    covers = told.say(
        "covers", operations=details.get("operations"), unit_roundoff=shown(details.get("unit_roundoff")),
        format="float32" if arithmetic == "float32" else "float64", formula=details.get("formula"),
    )  # fmt: skip
    how = []
    if "operations" in details:
        agreement = shown(details.get("agreement", "2e-3"))
        how = [told.say(f"{which}-how"), told.say(f"{which}-horizon", horizon=details.get("horizon"), before=before, agreement=agreement)]  # fmt: skip
    yield "bound", " ".join(filter(None, (covers, difference, *how)))


def _gradient(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    where = item.get("where") or {}
    point = where.get("point")
    place = f"({', '.join(map(str, point))})" if isinstance(point, list) else None
    right = told.finding["verdict"] == "passed"
    finite = as_float(item.get("measured")) is not None
    key = ("gradient-nearest" if right else "gradient-measured") if finite else "gradient-not-finite"
    measured = quantity(item.get("measured", ""))
    yield "measured", told.say(key, point=place, component=where.get("component"), measured=measured, points=details.get("points"))  # fmt: skip
    allowed = told.say("gradient-allowed", bound=quantity(item.get("bound", "")))
    yield "allowed", f"{allowed} {_compared(told, item, right=right)}".strip()
    yield "bound", told.say("gradient-bound", operations=details.get("operations"), unit_roundoff=shown(details.get("unit_roundoff")))  # fmt: skip


def _cell(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    where = item.get("where") or {}
    right = "column" not in told.parameters
    column = told.words.COLUMNS.get(where.get("column"), where.get("column"))
    finite = as_float(item.get("measured")) is not None
    key = ("cell-nearest" if right else "cell-measured") if finite else "cell-not-finite"
    yield "measured", told.say(key, t=where.get("t"), column=column, measured=quantity(item.get("measured", "")))
    allowed = told.say("cell-allowed", bound=quantity(item.get("bound", "")), digits=details.get("digits"))
    yield "allowed", f"{allowed} {_compared(told, item, right=right)}".strip()
    yield "bound", told.say("cell-bound")


def _norm(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    t, bound = (item.get("where") or {}).get("t"), quantity(item.get("bound", ""))
    before = t - 1 if isinstance(t, int) and t > 0 else None
    data = {"t": t, "before": before, "measured": quantity(item.get("measured", "")), "earlier": shown(details.get("before"))}  # fmt: skip
    yield "measured", told.say("norm-measured", **data)
    here, earlier, limit = as_float(item.get("measured")), as_float(details.get("before")), as_float(item.get("bound"))
    if told.finding["verdict"] == "passed":
        verdict = "norm-right"
    elif here is not None and limit is not None and here > limit:
        verdict = "norm-large"
    elif earlier is not None and limit is not None and earlier <= limit:
        verdict = "norm-late"
    else:
        verdict = "by-a-hair"
    yield "allowed", f"{told.say('norm-allowed', bound=bound)} {told.say(verdict, **data)}"
    yield "bound", told.say("norm-bound")


def _answer(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    which = "threshold" if "λmax" in str(item.get("quantity")) else "number"
    given = details.get("given", told.parameters.get("given"))
    measured = quantity(item.get("measured", ""))
    key = f"{which}-exact" if measured == "0" else f"{which}-measured"
    yield "measured", told.say(key, given=given, measured=measured)
    right = told.finding["verdict"] == "passed"
    gap, bound = as_float(item.get("measured")), as_float(item.get("bound"))
    beyond = right and gap is not None and bound is not None and gap > bound
    compared = told.say("by-digits") if beyond else _compared(told, item, right=right)
    allowed = told.say(f"{which}-allowed", bound=quantity(item.get("bound", "")))
    yield "allowed", f"{allowed} {compared}".strip()
    if which == "threshold":
        yield "bound", told.say("threshold-bound")


def _limit(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    start = (item.get("where") or {}).get("start")
    text = told.say("limit-measured", start=start, measured=quantity(item.get("measured", "")), bound=quantity(item.get("bound", "")))  # fmt: skip
    measured, bound = as_float(item.get("measured")), as_float(item.get("bound"))
    close = measured is not None and bound is not None and measured <= bound
    yield "measured", f"{text} {told.say('inside' if close else 'outside')}"


def _point(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    where, of = item.get("where") or {}, details.get("of")
    found = re.search(r"\([^)]*\)", str(item.get("quantity", "")))
    point = where.get("point") or (found.group() if found else None)
    right = told.finding["verdict"] == "passed"
    asked = told.words.POINTS_OF.get(of, told.words.POINTS_OF["expected"])
    key = "point-nearest" if right else "point-measured"
    yield "measured", told.say(key, point=point, measured=quantity(item.get("measured", "")), asked=asked)
    allowed = told.say("point-allowed", bound=quantity(item.get("bound", "")))
    yield "allowed", f"{allowed} {_compared(told, item, right=right)}".strip()
    if of in ("minimiser", "maximiser", "saddle", "stationary"):
        yield "bound", told.say("point-bound")


def _other(told: Telling, item: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    text = str(item.get("quantity", ""))
    for pattern, said in told.words.QUANTITIES:
        text = re.sub(pattern, said, text)
    yield "measured", told.say("other-measured", quantity=text, measured=quantity(item.get("measured", "")))
    name = told.words.BOUNDS.get(item.get("name"), item.get("name"))
    yield "allowed", told.say("other-allowed", bound=quantity(item.get("bound", "")), name=name)
    yield "bound", told.say("formula", formula=details["formula"]) if details.get("formula") else ""


def _dominant(details: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """Which of a bound's two parts is all of it at two digits, if one is."""
    bound = as_float(item.get("bound"))
    for key, part in (("radius", "-program"), ("half_unit_shown", "-digits")):
        if bound is not None and as_float(details.get(key)) == bound:
            return part
    return ""
