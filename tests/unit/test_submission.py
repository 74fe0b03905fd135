"""A submission's bytes become cells that any kernel can be sent."""

from __future__ import annotations

import json

import pytest

from grader.submission import read_notebook


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_half_of_a_character_does_not_survive(kind: str) -> None:
    """An editor that counts in UTF-16 may cut an emoji in two; JSON holds the half, and what is sent is UTF-8."""
    cell = {"cell_type": kind, "metadata": {}, "source": ["x = 1  # \ud83d\n", "y = 2  # 😀"]}
    data = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    notebook = read_notebook(data)
    (found,) = notebook.cells or notebook.markdown
    assert found.source == "x = 1  # ?\ny = 2  # 😀"
