"""The objectives of the course."""

from __future__ import annotations

import pytest

from grader.reference.objective import Objective


@pytest.fixture(scope="session")
def worked_example() -> Objective:
    """g of the slides, H = [[1, −1], [−1, 4]]."""
    return Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y"))


@pytest.fixture(scope="session")
def himmelblau() -> Objective:
    """The slides' "more interesting" function."""
    return Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
