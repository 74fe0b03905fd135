"""The isolation levels by strength, as an option takes them."""

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
