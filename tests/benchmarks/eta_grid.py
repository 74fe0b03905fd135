"""The map of step sizes, proved again: Himmelblau's function, four starts, η = 0.001 … 0.060, then whole intervals of η.

    python -m tests.benchmarks.eta_grid                 the grid of step 0.001 (240 runs) and the interval proofs
    python -m tests.benchmarks.eta_grid --step 0.0005   a finer grid
    python -m tests.benchmarks.eta_grid --full          step 0.0001 (2400 runs)

Every decided cell is compared with 4000 iterations in plain floats, whose gradient is written out by hand here and shares
no code with the certificates. Exit code 1 if a cell contradicts its plain run, or an interval is not proved. Seconds are of
this machine; everything else repeats.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import pairwise

import numpy as np

from grader.reference.dynamics import Certificate, classify
from grader.reference.intervals import diverges_beyond, prove_on_interval
from grader.reference.objective import Objective

STARTS = ((0, 1), (-1, 1), (-1, -1), (0, -1))
#: Himmelblau's minima, to six digits, in the order of the starts that reach them with small η.
MINIMA = ((3.0, 2.0), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127))
SMALL = Fraction("0.001"), Fraction("0.0145")
LARGE = Fraction("0.0708"), Fraction(2)
ITERATIONS = 4000


def himmelblau() -> Objective:
    """The objective."""
    return Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))


def plain(start: tuple[int, int], eta: float) -> np.ndarray:
    """The trace in plain floats, its gradient by hand; it ends where ‖θ‖ passes 1e6."""
    trace = np.empty((ITERATIONS + 1, 2))
    trace[0] = start
    for t in range(ITERATIONS):
        x, y = trace[t]
        a, b = x * x + y - 11, x + y * y - 7
        trace[t + 1] = x - eta * (4 * x * a + 2 * b), y - eta * (2 * a + 4 * y * b)
        if not np.hypot(*trace[t + 1]) < 1e6:
            return trace[: t + 2]
    return trace


def agrees(trace: np.ndarray, certificate: Certificate) -> bool:
    """Whether the plain run ends as the certificate says; a 1e-5 is left to those that have not quite arrived."""
    escaped = not np.hypot(*trace[-1]) < 1e6
    if certificate.kind == "diverges" or escaped:
        return escaped and certificate.kind == "diverges"
    if certificate.limit is not None:
        return _arrives(trace, np.array(certificate.limit))
    if certificate.period is None:
        return True
    back = [float(np.abs(trace[-1] - trace[-1 - j]).max()) for j in range(1, certificate.period + 1)]
    return back[-1] < 1e-5 and all(away > 1e-5 for away in back[:-1])


def _arrives(trace: np.ndarray, limit: np.ndarray) -> bool:
    # Beside a threshold 4000 iterations do not suffice: then the last thousand must have come nearer throughout.
    away = np.abs(trace[-1001::100] - limit).max(axis=1)
    return bool(away[-1] < 1e-5 or (away[-1] < 0.1 and (np.diff(away) < 0).all()))


def cell(question: tuple[tuple[int, int], Fraction]) -> tuple[str, str, bool, float]:
    """(kind, what the table shows, whether the plain run agrees, seconds)."""
    start, eta = question
    began = time.perf_counter()
    certificate = classify(himmelblau(), start, eta)
    seconds = time.perf_counter() - began
    fine = certificate.kind == "undecided" or agrees(plain(start, float(eta)), certificate)
    return certificate.kind, _shown(certificate) + ("" if fine else " CONTRADICTED"), fine, seconds


def _shown(certificate: Certificate) -> str:
    fragile = "" if certificate.robust or certificate.kind == "undecided" else " [f64: not proved]"
    if certificate.kind == "diverges":
        return f"DIV@{certificate.details['at_iteration']}{fragile}"
    if certificate.limit is not None:
        return "({:.3g}, {:.3g})".format(*certificate.limit) + fragile
    return (f"{certificate.period}-cycle" if certificate.period else certificate.kind) + fragile


def interval(question: tuple[int, Fraction, Fraction, str]) -> tuple[bool, str]:
    """Whether every η of the interval has the fate asked, and a line that says so."""
    number, low, high, kind = question
    start = STARTS[number]
    began = time.perf_counter()
    pieces = prove_on_interval(himmelblau(), start, low, high)
    seconds = time.perf_counter() - began
    proved = pieces[0].low == low and pieces[-1].high == high
    proved = proved and all(a.high == b.low for a, b in pairwise(pieces))
    proved = proved and all(piece.certificate.kind == kind for piece in pieces)
    ends = "diverge"
    if kind == "converges":
        limits = [piece.certificate.limit for piece in pieces]
        proved = proved and all(q is not None and np.allclose(q, MINIMA[number], atol=1e-5) for q in limits)
        ends = "converge to ({:.4g}, {:.4g})".format(*MINIMA[number])
    told = f"{'proved' if proved else 'NOT PROVED'}: from {start} all η in [{float(low):g}, {float(high):g}] {ends}"
    return proved, f"{told} ({len(pieces)} sub-intervals, {seconds:.2f} s)"


def main() -> int:
    """Print the table, the counts and the proofs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--step", type=Fraction, default=Fraction("0.001"), help="distance of the grid's η")
    parser.add_argument("--full", action="store_true", help="the grid of step 0.0001")
    options = parser.parse_args()
    step = Fraction("0.0001") if options.full else options.step
    if not step > 0:
        parser.error("--step must be positive")
    first, last = Fraction("0.001"), Fraction("0.060")
    etas = [first + k * step for k in range(int((last - first) / step) + 1)]
    questions = [(start, eta) for eta in etas for start in STARTS]
    with ProcessPoolExecutor(max_workers=2) as pool:
        cells = list(pool.map(cell, questions, chunksize=8))
        rows = [cells[i : i + len(STARTS)] for i in range(0, len(cells), len(STARTS))]
        _print("η        " + "".join(f"{start!s:30}" for start in STARTS))
        for eta, row in zip(etas, rows, strict=True):
            _print(f"{float(eta):<9.4f}" + "".join(f"{shown:30}" for _, shown, _, _ in row).rstrip())
        kinds, wrong = Counter(kind for kind, *_ in cells), sum(not fine for _, _, fine, _ in cells)
        seconds = sorted(cost for *_, cost in cells)
        _print(
            f"{len(cells)} cells: {len(cells) - kinds['undecided']} decided {dict(sorted(kinds.items()))}, {wrong} contradictions"
        )
        _print(f"seconds a cell: median {seconds[len(seconds) // 2]:.3f}, largest {seconds[-1]:.2f}")
        asked = [(i, *SMALL, "converges") for i in range(4)] + [(i, *LARGE, "diverges") for i in range(4)]
        proofs = list(pool.map(interval, asked))
    for start in STARTS:
        found = diverges_beyond(himmelblau(), start, LARGE[1])
        said = "NOT PROVED" if found is None else "proved"
        numbers = "" if found is None else " (‖θ₁‖ ≥ {norm:.4g} > R = {escape_radius:.4g})".format(**found.details)
        proofs.append((found is not None, f"{said}: from {start} all η ≥ {LARGE[1]} diverge{numbers}"))
    for _, line in proofs:
        _print(line)
    return int(wrong > 0 or not all(proved for proved, _ in proofs))


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
