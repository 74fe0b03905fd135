"""array: numbers of a known shape, cell by cell, within a tolerance or at the digits shown."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from grader.examine.claims import located
from grader.examine.context import Context, Found, finding
from grader.examine.elsewhere import CANDIDATES
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.mappings import read_array
from grader.reading.number import Number
from grader.spec import ArrayCheck, Assignment, nested_numbers

#: Where a spec gives neither tolerance nor digits: a few thousand roundings of float64, relative.
FLOAT_NOISE = Fraction(1, 10**9)


def probes(check: ArrayCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """Arrays are values, under whatever name."""
    return [CANDIDATES]


def examine(check: ArrayCheck, context: Context) -> Finding:
    """Every right cell earns its equal part; another shape earns nothing."""
    return located(check, context, check.answer, partial(_judged, check))


def _judged(check: ArrayCheck, found: Found) -> Finding:
    shape, given = read_array(found.value)
    source = Source(found.where, found.name, f"shape {shape}", found.named)
    wanted, expected = nested_numbers(check.expected)
    if shape != wanted:
        told = {"name": found.name, "shape": list(shape), "asked": list(wanted)}
        return finding(check, "wrong-shape", source=source, explanations=("wrong-shape",), parameters=told)
    if given and all(number.exact is None for number in given):
        return finding(
            check, "not-finite", source=source, explanations=("not-finite",), parameters={"name": found.name}
        )
    right = [is_right(a, e, check) for a, e in zip(given, expected, strict=True)]
    if all(right):
        return finding(check, "ok", 1, source=source)
    first = right.index(False)
    place: list[int] = []
    rest = first
    for size in reversed(wanted):
        rest, at = divmod(rest, size)
        place.insert(0, at)
    number = given[first]
    gap = f"{abs(float(number) - float(expected[first])):.1e}" if number.exact is not None else str(number.nonfinite)
    evidence = (
        Evidence(
            f"|{found.name}{place} - expected|",
            gap,
            _bound(check, number),
            "tolerance of the assignment",
            {"index": place},
        ),
    )
    counted = {"name": found.name, "right": sum(right), "cells": len(right), "index": place}
    return finding(
        check, "wrong-value", Fraction(sum(right), len(right)), source=source, parameters=counted, evidence=evidence
    )


def is_right(number: Number, expected: Fraction, check: ArrayCheck) -> bool:
    """Within the tolerance; else equal up to float noise; else shown with enough digits and rounded from the exact value."""
    if number.exact is None or number.nonfinite is not None:
        return False
    gap = abs(number.exact - expected)
    noise = FLOAT_NOISE * max(Fraction(1), abs(expected))
    if check.tolerance is not None:
        return gap <= Fraction(check.tolerance) + noise / 1000
    if gap <= noise:
        return True
    if check.digits is None or number.decimals < min(check.digits, 2):
        return False
    unit = Fraction(1, 10 ** min(number.decimals, check.digits))
    truncated = abs(number.exact) <= abs(expected) and gap < unit
    return gap <= unit / 2 or truncated


def _bound(check: ArrayCheck, number: Number) -> str:
    if check.tolerance is not None:
        return f"{float(Fraction(check.tolerance)):.1e}"
    return (
        f"{0.5 * 10.0 ** -min(number.decimals, check.digits):.1e}"
        if check.digits is not None
        else f"{float(FLOAT_NOISE):.1e}"
    )
