"""Pendiente: reads a student's notebook, finds the step where their gradient descent first went astray, and says why.

`grader.pipeline.grade(assignment, submission, executor)` is the whole of it; README.md in this folder draws the map.
In a notebook, `%load_ext grader` gives `%check`.
"""

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext grader` calls."""
    from grader.notebook import load

    load(shell)


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: that takes longer than all that a command needs to begin."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("pendiente")
