"""Codes and parameters put into words: one place for both languages, chosen by the reader."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from grader.reports import english, spanish

LANGUAGES: dict[str, ModuleType] = {"es": spanish, "en": english}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: what we saw, and what to try next (empty where nothing was lost)."""

    saw: str
    advice: str


def wording(language: str) -> ModuleType:
    """The module of a language, English where we do not speak it."""
    return LANGUAGES.get(language, english)


def short(finding: Mapping[str, Any], document: Mapping[str, Any], *, language: str) -> Told:
    """One finding's sentences in a language; a code from a newer grader is shown as it is."""
    words, code = wording(language), str(finding["code"])
    bare = code.split(".", 1)[-1]
    entry = words.FINDINGS.get(code) or words.FINDINGS.get(bare)
    if entry is None:
        return Told(code, "")
    parameters = {
        key: _shown(value) for key, value in finding.get("parameters", {}).items() if value not in (None, "", [], {})
    }
    if finding["verdict"] == "skipped" and document["execution"]["ending"] == "sandbox-fault":
        entry = words.FINDINGS["sandbox-fault"]
    return Told(filled(entry[0], parameters), "" if finding["verdict"] == "passed" else filled(entry[1], parameters))


def remark(told: Mapping[str, Any], *, language: str) -> str:
    """A remark's sentence."""
    words = wording(language)
    parameters = {key: _shown(value) for key, value in told.get("parameters", {}).items()}
    if "note" in parameters:
        parameters["note"] = words.NOTES.get(parameters["note"], parameters["note"])
    return filled(words.REMARKS.get(told["code"], str(told["code"])), parameters)


def filled(text: str | tuple[str, ...], parameters: Mapping[str, str]) -> str:
    """The first alternative whose data are all there, with them; what is missing even in the last shows as …"""
    alternatives = (text,) if isinstance(text, str) else text
    for one in alternatives:
        if all(name in parameters for name in _fields(one)):
            return one.format_map(parameters)
    last = alternatives[-1]
    return last.format_map({**dict.fromkeys(_fields(last), "…"), **parameters})


def _fields(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
