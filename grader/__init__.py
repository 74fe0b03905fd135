"""Pendiente: reads a student's notebook, finds the step where their gradient descent first went astray, and says why.

`grader.pipeline.grade(assignment, submission, executor)` is the whole of it; README.md in this folder draws the map.
In a notebook, `%load_ext grader` gives `%check`.
"""

from importlib.metadata import version
from typing import Any

__version__ = version("pendiente")


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext grader` calls."""
    from grader.notebook import load

    load(shell)
