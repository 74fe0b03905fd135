"""A certificate: what was proved of a run, or what could not be, with all the numbers a reader needs to check it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

from grader.reference.store import Arrays


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proved fate. `limit` is what a convergent run tends to, `period` the minimal period of a cycle.

    `details` holds what a reader is told, by name:

    * diverges: escape_radius, norm, at_iteration, point, growth, and axis where the norm is a component's;
    * converges, cycle: ball_centre, ball_radius, contraction, at_iteration, point (which lies in the ball), cycle;
      or stationary_start; or descends with at_iteration;
    * quadratics: eigenvalue and factor |1 − ηλ| of the part that decides, threshold 2/λ_max, drifts for λ = 0;
    * undecided: reason (a sentence), stopped_by (its code), missing (sentences: the proofs that were not found),
      iterations, precision in bits, largest, work and budget (units of work.py).
    """

    kind: Literal["diverges", "converges", "cycle", "undecided"]
    robust: bool | None = None
    limit: tuple[float, ...] | None = None
    period: int | None = None
    details: dict[str, object] = field(default_factory=dict)


def undecided(stopped_by: str, reason: str, **more: object) -> Certificate:
    """Nothing proved: `reason` a sentence, `stopped_by` its code."""
    return Certificate("undecided", None, None, None, {"reason": reason, "stopped_by": stopped_by, **more})


def pack(certificate: Certificate) -> Arrays:
    """A certificate as the store keeps it: one JSON text, whose floats come back to the last bit."""
    return {"certificate": np.array(json.dumps(asdict(certificate), default=_plain).encode())}


def unpack(arrays: Arrays) -> Certificate:
    """The certificate again; sequences in its details are lists. Raises ValueError, TypeError or KeyError for other arrays."""
    found = json.loads(bytes(arrays["certificate"][()]))
    limit = found.pop("limit")
    return Certificate(**found, limit=tuple(limit) if limit is not None else None)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{value!r} has no place in a certificate")
