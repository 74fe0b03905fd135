"""Why a finding has its code, and how its points come about."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.numerals import as_points, as_share
from grader.reports.telling import Telling
from grader.reports.words import filled, shown

#: Kinds whose answer is a trace, and the codes whose replay from the start gives the whole of it.
_TRACES = ("iterates", "runs", "descent", "step-size")
SYSTEMATIC = (
    "sequential-update", "ascent", "missing-step-size", "wrong-step-size", "wrong-gradient", "rounding-in-update", "integer-arithmetic",
    "momentum", "normalised-gradient", "decaying-step-size", "coarse-differences", "swapped-components", "wrong-start", "start-mutated",
    "off-by-one", "aliasing",
)  # fmt: skip
#: Causes that are found otherwise than by replaying a run.
_CAUSED = (
    "slip",
    "squared-norm",
    "stale-column",
    "swapped-columns",
    "wrong-quantity",
    "keeps-state",
    "slide-values",
    "carried-forward",
    "hard-coded",
)


def why(told: Telling) -> Iterator[tuple[str, str]]:
    """What decided, or why this cause and no other."""
    kind, verdict = told.finding["kind"], told.finding["verdict"]
    if verdict == "passed" and told.evidence:
        return
    heading = "cause" if verdict == "failed" and (told.code in told.words.CAUSES or told.code in _CAUSED) else "decided"
    if verdict == "skipped" and told.document["execution"].get("ending") == "sandbox-fault":
        yield "decided", told.words.WHY["sandbox-fault"]
        return
    outside = kind == "runs" and told.code == "wrong-step-size" and "t" not in told.parameters
    if kind in _TRACES and told.code in told.words.CAUSES and not outside:
        yield heading, _replayed(told)
        return
    special = (
        "runs.outside" if outside else "number.inverse" if told.parameters.get("kind") == "inverse-eigenvalue" else ""
    )
    names = (special, told.finding["code"], told.code, "unknown")
    text = next(told.words.WHY[name] for name in names if name in told.words.WHY)
    data = shown(told.parameters)
    yield heading, filled(text, data, told.language)


def _replayed(told: Telling) -> str:
    """A systematic cause: what reproduces the rows, and what else would."""
    p = told.parameters
    named = shown(p)
    cause = filled(told.words.CAUSES[told.code], named, told.language)
    which = told.code if f"why-{told.code}" in told.words.SENTENCES else "replay"
    rows, start = p.get("rows"), p.get("start")
    if isinstance(rows, int) and isinstance(p.get("asked"), int) and rows > p["asked"]:
        rows = None  # those beyond the asked ones were not replayed
    text = told.say(f"why-{which}", cause=cause, rows=rows, start=start if isinstance(start, str) else None)
    others = [c for c in told.finding.get("explanations") or () if c not in (told.code, "wrong-start")]
    said = [filled(told.words.CAUSES[c], {}, told.language) for c in others if c in told.words.CAUSES]
    if said and told.code != "aliasing":
        text += " " + told.say("alternatives" if len(said) > 1 else "alternative", others="; ".join(said))
    elif said:
        text += " " + told.say("aliased-of", others="; ".join(said))
    elif which == "replay" and told.evidence:
        text += " " + told.say("no-alternative")
    if "wrong-start" in (told.finding.get("explanations") or ())[1:]:
        text += " " + told.say("own-start")
    return text


def points(told: Telling) -> Iterator[tuple[str, str]]:
    """Which rule of credit gave the points."""
    f, sentences = told.finding, told.words.POINTS
    earned, maximum = f["points"], f["maximum"]
    if not maximum:
        yield "points", sentences["none"]
        return
    p = told.parameters
    data = shown(p)
    rows, asked = p.get("rows"), p.get("asked")
    data |= {
        "points": as_points(earned),
        "maximum": filled(told.words.WORTH, {"n": as_points(maximum)}, told.language),
        "share": as_share(earned / maximum),
    }
    if isinstance(rows, int) and isinstance(asked, int):
        data |= {"steps": str(asked - 1), "right_steps": str(min(rows, asked) - 1)}
    if isinstance(p.get("slips"), list):
        data["slipped"] = str(len(p["slips"]))
    key = f["verdict"] if f["verdict"] != "failed" else _earning(told, earned / maximum, rows, asked)
    yield "points", filled(sentences[key], data, told.language)


def _earning(told: Telling, share: float, rows: object, asked: object) -> str:
    """The sentence that tells which rule of credit a failed finding falls under."""
    kind, code = str(told.finding["kind"]), told.code
    if f"{kind}.{code}" in told.words.POINTS:
        return f"{kind}.{code}"
    if kind == "runs" and code == "wrong-step-size" and "t" not in told.parameters:
        return "runs.outside"
    if told.parameters.get("kind") == "inverse-eigenvalue":
        return "number.inverse"
    if kind == "step-size":
        return "step-size.trace" if "trace" in told.parameters else "step-size"
    if code in ("absent", "wrong-shape", "not-finite") and share == 0:
        return "nothing"
    if kind in ("runs", "descent"):
        return kind
    if kind != "iterates":
        return kind if kind in told.words.POINTS else "other"
    if code in SYSTEMATIC:
        if share == 0:
            return "degenerate"
        whole = not (isinstance(rows, int) and isinstance(asked, int)) or rows >= asked or code == "off-by-one"
        if whole and abs(share - 0.5) < 0.01:
            return "systematic"
        return "systematic-short"
    return code if code in told.words.POINTS else "other"
