"""Codes and parameters put into words, in the reader's language: sentences, the numbers in them, and plurals.

A language is one module of languages/, named by its code. A sentence names its data in braces; where the word beside a
count changes with it, the forms stand after a colon in the order of the language's plural categories (Unicode CLDR):
"{right} of {cells} {cells:cell is|cells are} right".
"""

from __future__ import annotations

import pkgutil
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol
from babel.plural import PluralRule

from grader.reports import languages

#: The languages there are words in.
LANGUAGES = tuple(sorted(module.name for module in pkgutil.iter_modules(languages.__path__)))
#: Data that are code, or somebody's own text: no number in them is respelled.
_VERBATIM = frozenset(("name", "candidates", "term", "given_term", "message", "formula", "reason", "comment", "text", "others", "cause", "file"))  # fmt: skip
#: What a hidden check would give away; its sentence is taken without them.
_ANSWERS = ("term", "limit")
_NUMBER = re.compile(r"(?<![\w.])(-?\d+)\.(\d+)(?![\w.])(?!e[-+]?\d)")
_POINT = re.compile(r"\((?:-?[\d.]+(?:·10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?(?:, |(?=\))))+\)")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")


#: How a verdict is marked wherever one is shown.
SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–", "undecided": "?"}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: what we saw, and what to try next (empty where nothing was lost)."""

    saw: str
    advice: str


@cache
def wording(language: str) -> ModuleType:
    """The module of a language, English where we do not speak it."""
    return import_module(f"{languages.__name__}.{spoken(language)}")


def spoken(language: str) -> str:
    """The language itself, or English where we do not speak it."""
    return language if language in LANGUAGES else "en"


@lru_cache(maxsize=4096)  # a class has few different points, and shows them over and over
def number(value: float, language: str) -> str:
    """Points and other short numbers as people write them, two decimals at most: 10, 7.5 or 7,5."""
    return format_decimal(value, "0.##", locale=_locale(spoken(language)))


def localised(text: str, language: str) -> str:
    """A text of data with the language's decimal mark; coordinates with decimal commas are kept apart by semicolons."""
    mark = _mark(spoken(language))
    if mark == "." or "." not in text:
        return text
    apart = _POINT.sub(lambda point: point[0].replace(", ", "; ") if "." in point[0] else point[0], text)
    return _NUMBER.sub(rf"\g<1>{mark}\g<2>", apart)


def short(finding: Mapping[str, Any], document: Mapping[str, Any], *, language: str) -> Told:
    """One finding's sentences in a language; a code from a newer grader is shown as it is."""
    words, code = wording(language), str(finding["code"])
    bare = code.split(".", 1)[-1]
    entry = words.FINDINGS.get(code) or words.FINDINGS.get(bare)
    if entry is None:
        return Told(code, "")
    parameters = shown(finding.get("parameters", {}))
    if code.startswith("figure.") and "missing" in parameters:
        missing = [words.PARTS.get(one, one) for one in finding["parameters"]["missing"]]
        parameters["missing"] = f" {words.AND} ".join(missing)
    if is_hidden(finding, document):
        parameters = {key: value for key, value in parameters.items() if key not in _ANSWERS}
    if bare == "unexplained" and parameters.get("t") == "0":
        parameters["first"] = "0"
    if bare == "absent" and code != "text.absent" and "empty" not in parameters and (cells := _broken(document)):
        entry = (entry[0], words.SUMMARY["broken"])
        parameters |= {"stopped": str(len(cells)), "broken": ", ".join(cells[:5]) + (" …" if cells[5:] else "")}
    if finding["verdict"] == "skipped" and document["execution"]["ending"] == "sandbox-fault":
        entry = words.FINDINGS["sandbox-fault"]
    advice = "" if finding["verdict"] == "passed" else filled(entry[1], parameters, language)
    return Told(filled(entry[0], parameters, language), advice)


def _broken(document: Mapping[str, Any]) -> list[str]:
    """The cells that an error ended, in their order."""
    return list(dict.fromkeys(str(error["cell"]) for error in document["execution"].get("errors", ())))


def trouble(error: Mapping[str, Any], *, language: str) -> str:
    """What happened to a cell where we stopped it or refused what it asked, in a sentence; '' where the error is Python's own."""
    told = f"{error['name']}: {error['text']}"
    for pattern, said in wording(language).STOPPED:
        if match := re.fullmatch(pattern, told):
            return str(said.format(*match.groups()))
    return ""


def is_hidden(finding: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether a student may not see this check before the grades: its page then shows no reference."""
    return finding["check"] in document["assignment"].get("hidden", ())


def remark(told: Mapping[str, Any], *, language: str) -> str:
    """A remark's sentence."""
    words = wording(language)
    parameters = shown(told.get("parameters", {}))
    if "note" in parameters:
        parameters["note"] = words.NOTES.get(parameters["note"], parameters["note"])
    return filled(words.REMARKS.get(told["code"], str(told["code"])), parameters, language)


def shown(parameters: Mapping[str, Any]) -> dict[str, str]:
    """A finding's parameters as sentences take them, without those that say nothing."""
    return {key: _shown(value) for key, value in parameters.items() if value not in (None, "", [], {})}


def filled(text: str | tuple[str, ...], parameters: Mapping[str, str], language: str) -> str:
    """The first alternative whose data are all there, with them; what is missing even in the last shows as …"""
    alternatives = (text,) if isinstance(text, str) else text
    taken = next((one for one in alternatives if all(name in parameters for name in _fields(one))), alternatives[-1])
    data = {
        name: value if name in _VERBATIM else _Given(localised(value, language), language)
        for name, value in parameters.items()
    }
    return taken.format_map({**dict.fromkeys(_fields(taken), "…"), **data})


class _Given(str):
    """A value in a sentence; what stands after a colon there are the forms of a word, of which the value takes its own."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> _Given:
        given = super().__new__(cls, text)
        given.language = language
        return given

    def __format__(self, forms: str) -> str:
        return plural(forms, str(self), self.language) if forms else str(self)


def plural(forms: str, count: str, language: str) -> str:
    """The form that a count takes among those parted by "|", in the order of CLDR's categories; the last where it is no number."""
    choices = forms.split("|")
    rule, there = _plurals(spoken(language))
    try:
        index = there.index(rule(float(count.replace(",", "."))))
    except ValueError:
        return choices[-1]
    return choices[min(index, len(choices) - 1)]


@cache
def _plurals(language: str) -> tuple[PluralRule, list[str]]:
    """How a language chooses among the forms of a word, and the categories that it has."""
    rule = _locale(language).plural_form
    return rule, [category for category in _CATEGORIES if category in rule.tags or category == "other"]


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


@cache
def _mark(language: str) -> str:
    return get_decimal_symbol(_locale(language))


@lru_cache(maxsize=4096)  # the sentences of the languages
def _fields(text: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
