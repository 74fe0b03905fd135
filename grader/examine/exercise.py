"""One gradient descent that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from grader.reference import tube as tubes
from grader.reference.descent import descend
from grader.reference.objective import Objective

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Exercise:
    """An objective, and the exact start and step size of so many iterations."""

    objective: Objective
    start: tuple[Fraction, ...]
    step_size: Fraction
    iterations: int

    @property
    def start_float(self) -> Floats:
        """The start as floats, shape (n,)."""
        return np.array([float(c) for c in self.start])

    def trace(self, rows: int | None = None) -> Floats:
        """Gradient descent in float64, (rows, n), all iterates where `rows` is left out; inf or nan after overflow. Read-only."""
        return _trace(self, self.iterations if rows is None else rows - 1)

    def tube(self, arithmetic: tubes.Arithmetic = tubes.FLOAT64) -> tubes.Tube:
        """Where every program of the class has its iterates."""
        return tubes.tube(self.objective, self.start, self.step_size, self.iterations, arithmetic)

    def longer(self, by: int) -> Exercise:
        """The same with `by` iterations more."""
        return replace(self, iterations=self.iterations + by)


@lru_cache(maxsize=256)
def _trace(exercise: Exercise, steps: int) -> Floats:
    trace = descend(exercise.objective.gradient_at, exercise.start_float, float(exercise.step_size), steps)
    trace.setflags(write=False)
    return trace
