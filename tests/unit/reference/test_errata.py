"""Every number of reference/README.md's pages on the slides is recomputed here, in rationals or by hand-written formulas.

`claims` says what each passage should read, figures computed; the README must hold each word for word, and once they are
taken out no digit may be left over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy

from grader.reference import descent
from grader.reference.dynamics import classify
from grader.reference.objective import Objective
from grader.reference.threshold import step_size_threshold

README = (Path(__file__).resolve().parents[3] / "reference" / "README.md").read_text(encoding="utf-8")
TEXT = " ".join(README[README.index("## The two forms") :].split())

Pair = tuple[Fraction, Fraction]


def g(x: Fraction, y: Fraction) -> Fraction:
    return x * x / 2 + 2 * y * y - x * y


def slope(x: Fraction, y: Fraction) -> Pair:
    return x - y, 4 * y - x


def norm(point: Pair) -> float:
    return math.hypot(*map(float, slope(*point)))


def run(eta: Fraction, iterations: int) -> list[Pair]:
    trace = [(Fraction(1), Fraction(-1))]
    for _ in range(iterations):
        (x, y), (a, b) = trace[-1], slope(*trace[-1])
        trace.append((x - eta * a, y - eta * b))
    return trace


def sequential(eta: Fraction, iterations: int) -> list[Pair]:
    trace = [(Fraction(1), Fraction(-1))]
    for _ in range(iterations):
        x, y = trace[-1]
        x = x - eta * (x - y)
        trace.append((x, y - eta * (4 * y - x)))
    return trace


ETA = Fraction(1, 10)
TRACE = run(ETA, 100)
START = TRACE[0]


def show(number: Fraction | float, digits: int | None = None) -> str:
    """With so many decimals, or as short as it is; the minus sign is the typographer's."""
    text = f"{float(number):g}" if digits is None else f"{float(number):.{digits}f}"
    return text.replace("-", "−")


def pair(point: Pair | tuple[float, float], digits: int | None = None) -> str:
    return f"({show(point[0], digits)}, {show(point[1], digits)})"


def ratio(trace: list[Pair], t: int, eta: Fraction) -> Fraction:
    a, b = slope(*trace[t + 1])
    return (g(*trace[t]) - g(*trace[t + 1])) / (eta * (a * a + b * b))


def himmelblau_slope(point: np.ndarray) -> np.ndarray:
    x, y = point
    a, b = x * x + y - 11, x + y * y - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])


def himmelblau_threshold(point: np.ndarray) -> float:
    x, y = point
    xx, xy, yy = 12 * x * x + 4 * y - 42, 4 * x + 4 * y, 12 * y * y + 4 * x - 26
    return float(2 / ((xx + yy) / 2 + math.hypot((xx - yy) / 2, xy)))


def claims() -> Iterator[str]:
    """The passages with their figures, in the order of the page."""
    yield "Θ ← Θ − η∇J(Θ)"
    yield "for i = 1, 2 … m:"
    yield "y = y - eta * (4*y - x)"
    yield f"both begin at {pair(START)}:"
    for t, (one, other) in enumerate(zip(TRACE[1:3], sequential(ETA, 2)[1:], strict=True), 1):
        yield f"| {t} | {pair(one)} | {pair(other)} |"
    yield "errata E1–E6"
    yield f"g(x, y) = x²/2 + 2y² − xy by hand from {pair(START)} with η = {show(ETA)},"
    downhill = [(-a, -b) for a, b in (slope(*p) for p in TRACE[:2])]
    yield f"g{pair(START)} = {show(g(*START))}, −∇g{pair(START)} = {pair(downhill[0])},"
    yield f"the first iterate {pair(TRACE[1])} with g = {show(g(*TRACE[1]))}, −∇g{pair(TRACE[1])} = {pair(downhill[1])},"
    yield f"the second iterate {pair(TRACE[2])},"
    # E1
    yield "**E1."
    yield f"‖∇g(θ_{{t−1}})‖ = {', '.join(show(norm(TRACE[t - 1]), 4) for t in (8, 18, 38))};"
    for t in (8, 18, 38):
        x, y = TRACE[t]
        yield f"| {t} | {show(x, 2)} | {show(y, 2)} | {show(g(x, y), 4)} | {show(norm(TRACE[t]), 4)} |"
    # E2
    (only,) = [t for t in range(1, 100) if printed(t) == ("0.04", "0.01", "0.0321", "0.0006")]
    x, y = TRACE[48]
    yield f'**E2. The page "after 48 iterations" shows iteration {only}.** Of t = 1 … 99 only {only} agrees'
    yield f"At t = 48 the run is at x = {show(x, 2)}, y = {show(y, 2)}, with g = {show(g(x, y), 4)} and ‖∇g‖ = {show(norm(TRACE[48]), 4)}."
    # E3
    yield f'**E3. "g{pair(TRACE[1])} = 0.47" names'
    yield f"g{pair(TRACE[1])} = {show(g(*TRACE[1]))}; it is g{pair(TRACE[2])} = {show(g(*TRACE[2]))} that rounds to {show(g(*TRACE[2]), 2)}."
    # E4
    yield "**E4. The factor in J(Θ + αd) − J(Θ) ≤ 2α⟨∇J, d⟩ should"
    yield "for all small α > 0"
    yield "c = 1/2. On"
    alpha = sympy.Symbol("alpha")
    a, b = (sympy.Rational(v.numerator, v.denominator) for v in slope(*START))
    moved = sympy.expand(
        sympy.Rational(1, 2) * (1 - alpha * a) ** 2 + 2 * (-1 - alpha * b) ** 2 - (1 - alpha * a) * (-1 - alpha * b)
    )
    left, product = sympy.Poly(moved - sympy.Rational(7, 2), alpha), -(a * a + b * b)
    square, line = left.coeff_monomial(alpha**2), left.coeff_monomial(alpha)
    yield f"at {pair(START)} with d = −∇g"
    yield f"{square}α² − {-line}α and the right side −{-2 * product}α, so their difference α({square}α + {line - 2 * product}) is positive for every α > 0."
    most = (product / 2 - line) / square
    largest = (5 + math.sqrt(13)) / 2
    yield f"With c = 1/2 it holds exactly up to α = {most} = {show(float(most), 4)}, and from every point up to α = 1/λ_max = {show(1 / largest, 4)}."
    # E5
    yield "**E5."
    yield f"At {pair(START)} with d = ∇g the left side is {-product}, and g·‖d‖ = {show(float(g(*START)) * norm(START), 2)}."
    # E6
    yield "**E6. J_t − J_{t+1} < 2η‖∇J_{t+1}‖² does"
    ratios = [ratio(TRACE, t, ETA) for t in range(99)]
    first = next(t for t, r in enumerate(ratios) if r < 2)
    assert all(r < 2 for r in ratios[first:])
    listed = ", ".join(show(r, 4) for r in ratios[: first + 1])
    s = 0.1 * (5 - math.sqrt(13)) / 2
    yield f"(J_t − J_{{t+1}})/(η‖∇J_{{t+1}}‖²) is {listed} for t = 0 … {first}: the rule fires at t = {first}, at {pair(TRACE[first], 3)}, where ‖∇g‖ = {show(norm(TRACE[first]), 3)} is"
    yield f"(the ratio tends to {show((1 - s / 2) / (1 - s) ** 2, 4)})."
    assert ratio(run(Fraction(1, 100), 1), 0, Fraction(1, 100)) < 2
    yield "With η = 0.01 it fires at t = 0."
    yield "where J_t − J_{t+1} < (η/2)‖∇J_t‖², a"
    # Step sizes
    yield f"η < 2/λ_max = (5 − √13)/3 = {show((5 - math.sqrt(13)) / 3, 6)}"
    yield f"η < 1/λ_max = {show(1 / largest, 4)}."
    yield "with η = 0.01, as"
    yield "thresholds 2/λ_max are"
    yield "| start | minimum | 2/λ_max there |"
    for start in HIMMELBLAU_STARTS:
        point = descent.descend(himmelblau_slope, start, 0.01, 1000)[-1]
        yield f"| {pair(start)} | {pair(tuple(point), 3)} | {show(himmelblau_threshold(point), 4)} |"
    yield f"From {pair((-1, -1))} it is proved that η = 0.015 ends in a {period('0.015')}-cycle, η = 0.024 at the minimum "
    limit = tuple(descent.descend(himmelblau_slope, (-1, -1), 0.024, 4000)[-1])
    yield f"{pair(limit, 3)}, η = 0.029 diverges, η = 0.030 ends in a {period('0.030')}-cycle, and η = 0.031 diverges."
    yield "With η = 0.0708 all"


HIMMELBLAU_STARTS = ((0, 1), (-1, 1), (-1, -1), (0, -1))


def printed(t: int) -> tuple[str, str, str, str]:
    """Iterate t in the slides' columns, as E1 reads them."""
    x, y = TRACE[t]
    return f"{float(x):.2f}", f"{float(y):.2f}", f"{norm(TRACE[t - 1]):.4f}", f"{float(g(x, y)):.4f}"


def period(eta: str) -> int:
    """Of the cycle that plain floats end in from (−1, −1)."""
    trace = descent.descend(himmelblau_slope, (-1, -1), float(eta), 4000)
    away = np.abs(trace[-2:-40:-1] - trace[-1]).max(axis=1)
    return int(np.flatnonzero(away < 1e-9)[0]) + 1


CLAIMS = list(claims())


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_page_reads_what_the_arithmetic_gives(claim: str) -> None:
    assert " ".join(claim.split()) in TEXT


def test_no_number_of_the_page_goes_unchecked() -> None:
    rest = TEXT
    for claim in sorted(CLAIMS, key=len, reverse=True):
        rest = rest.replace(" ".join(claim.split()), " ")
    rest = re.sub(r"\*\*E\d\.|`[^`]*test_errata\.py`", " ", rest)
    assert re.findall(r".{0,30}\d.{0,20}", rest) == []


@pytest.mark.parametrize("row", [("0.36", "0.10", "0.2994", "0.0493"), ("0.17", "0.05", "0.1362", "0.0115")])
def test_the_two_other_pages_show_the_iterate_they_name(row: tuple[str, str, str, str]) -> None:
    assert [t for t in range(1, 100) if printed(t) == row] == [{"0.36": 8, "0.17": 18}[row[0]]]


@pytest.mark.parametrize(
    ("eta", "kind", "period"),
    [
        ("0.015", "cycle", 2),
        ("0.024", "converges", None),
        ("0.029", "diverges", None),
        ("0.030", "cycle", 4),
        ("0.031", "diverges", None),
    ],
)
def test_what_is_said_of_the_third_start_is_proved(
    himmelblau: Objective, eta: str, kind: str, period: int | None
) -> None:
    certificate = classify(himmelblau, (-1, -1), Fraction(eta))
    assert (certificate.kind, certificate.period) == (kind, period)


@pytest.mark.parametrize("start", HIMMELBLAU_STARTS)
def test_the_step_size_that_is_said_to_diverge_from_all_four_starts_does(
    himmelblau: Objective, start: tuple[int, int]
) -> None:
    assert classify(himmelblau, start, Fraction("0.0708")).kind == "diverges"


def test_the_exact_threshold_is_the_one_on_the_page(worked_example: Objective) -> None:
    assert sympy.simplify(step_size_threshold(worked_example) - (5 - sympy.sqrt(13)) / 3) == 0
    assert classify(worked_example, (1, -1), Fraction("0.464816")).kind == "converges"
    assert classify(worked_example, (1, -1), Fraction("0.464817")).kind == "diverges"
