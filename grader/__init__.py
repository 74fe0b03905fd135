"""Pendiente: reads a student's notebook, finds the step where their gradient descent first went astray, and says why.

`grader.pipeline.grade(assignment, submission, executor)` is the whole of it; README.md in this folder draws the map.
"""

from importlib.metadata import version

__version__ = version("pendiente")
