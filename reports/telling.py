"""A finding being told: its parts, and the sentences of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from grader.reports.words import filled, wording


@dataclass(frozen=True)
class Telling:
    """One finding of a document, the language, and whether what answers open questions is kept back."""

    finding: Mapping[str, Any]
    document: Mapping[str, Any]
    language: str
    sealed: bool = False

    @property
    def words(self) -> ModuleType:
        """The sentences of the language."""
        return wording(self.language)

    @property
    def code(self) -> str:
        """The finding's code without its kind."""
        return str(self.finding["code"]).split(".", 1)[-1]

    @property
    def trace_code(self) -> str:
        """The code of the trace itself, where another part of the claim decided the finding's."""
        return str(self.parameters.get("trace") or self.code)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the words may use."""
        return self.finding.get("parameters") or {}

    @property
    def evidence(self) -> Sequence[Mapping[str, Any]]:
        """What was measured, and what was proved."""
        return self.finding.get("evidence") or ()

    def say(self, key: str, /, **data: object) -> str:
        """One sentence, the first alternative whose data are all there."""
        given = {name: str(value) for name, value in data.items() if value not in (None, "")}
        return filled(self.words.SENTENCES[key], given, self.language)
