"""The isolation levels by strength, and the two speeds, as options take them."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Strongest first."""

    namespaces = "namespaces"
    landlock = "landlock"
    process = "process"

    def at_least(self) -> tuple[Level, ...]:
        """This level and every stronger one."""
        levels = list(Level)
        return tuple(levels[: levels.index(self) + 1])


class Warmth(StrEnum):
    """Kernels forked from a warm process, or each started fresh: the results are the same."""

    on = "on"
    off = "off"
