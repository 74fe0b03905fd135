"""A number as it was shown: its exact value and the digits it shows, counted in its own type before any conversion."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from fractions import Fraction

#: Digits that a number in closed form shows: more than any double.
ALL_DIGITS = 17
#: Longest text of one number, and the largest decimal exponent that is kept exactly; long doubles end at 1e4932.
LONGEST, LARGEST_EXPONENT = 4000, 5000

_DECIMAL = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?(?:[eE]([+-]?\d{1,9}))?", re.ASCII)
_QUOTIENT = re.compile(r"([+-]?\d+) ?/ ?(\d+)", re.ASCII)
_NONFINITE = {
    "nan": "nan", "inf": "inf", "-inf": "-inf", "+inf": "inf", "infinity": "inf", "-infinity": "-inf", "-nan": "nan", "snan": "nan",
}  # fmt: skip


class ReadingError(ValueError):
    """A value that cannot be read as what was asked: `code` for machines, `reason` in one sentence."""

    def __init__(self, reason: str, code: str = "cannot-read") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Number:
    """One number: `exact` is None where `nonfinite` says "nan", "inf" or "-inf".

    `decimals` counts the digits shown after the point in the number's own shortest form: 0.25 → 2, 1e-05 → 5,
    "0.10" as text → 2, an int → 0, "3.14e+07" as text → −5; a closed form such as sqrt(13)/3 shows all (17), and is marked `symbolic`:
    `exact` then holds its first seventeen digits.
    """

    exact: Fraction | None
    nonfinite: str | None
    decimals: int
    kind: str
    symbolic: bool = False

    def __float__(self) -> float:
        """The nearest double; nan and ±inf where it is not finite or too large."""
        if self.exact is None or self.nonfinite is not None:
            return float(self.nonfinite or "nan")
        try:
            return self.exact.numerator / self.exact.denominator
        except OverflowError:
            return math.inf if self.exact > 0 else -math.inf


#: An empty cell: None in a row of numbers, or a missing value.
MISSING = Number(None, "nan", 0, "missing")


def from_text(text: str) -> Number:
    """A number that a person wrote: "0,36", ".36", "−0.22", "3.6e-1", "1/3". Zeros written at the end are shown digits.

    With a negative exponent they are not: numpy writes 0.35 as 3.5000e-01 beside 1.2345e+00.
    "1,234" is a decimal comma; inf, nan, underscores and hexadecimal are no numbers.

    Source: 3-numerics, section 4.  Raises ReadingError.
    """
    text = _plain(text)
    if quotient := _QUOTIENT.fullmatch(text):
        return from_quotient(quotient[1], quotient[2], "text")
    return _decimal(text, "text", trailing=True)


def from_repr(text: str, kind: str) -> Number:
    """A float by its shortest repr in its own type; "1.0" shows no decimals, "nan", "inf" and "-inf" are not finite.

    Raises ReadingError.
    """
    lowered = text.strip().lower()
    if lowered in _NONFINITE:
        return Number(None, _NONFINITE[lowered], 0, kind)
    return _decimal(_plain(text), kind, trailing=kind == "decimal")


def from_quotient(numerator: str, denominator: str, kind: str) -> Number:
    """p/q, shown in full unless its decimals end: 23/50 shows two of them, as 0.46 does. Raises ReadingError."""
    if max(len(numerator), len(denominator)) > LONGEST or not int(denominator):
        raise ReadingError("a fraction that is too long, or has the denominator 0")
    value = Fraction(int(numerator), int(denominator))
    decimals = next((d for d in range(ALL_DIGITS) if 10**d % value.denominator == 0), ALL_DIGITS)
    return Number(value, None, decimals, kind, symbolic=decimals == ALL_DIGITS)


def from_integer(value: int, kind: str = "int") -> Number:
    """A whole number shows no decimals."""
    return Number(Fraction(value), None, 0, kind)


def _plain(text: str) -> str:
    return text.strip().replace("\u2212", "-").replace("\u2013", "-") if len(text) <= LONGEST else text


def _decimal(text: str, kind: str, *, trailing: bool) -> Number:
    match = _DECIMAL.fullmatch(text) if len(text) <= LONGEST else None
    whole, part = (match[2] or "", match[3] or "") if match else ("", "")
    if match is None or not whole + part:
        raise ReadingError(f"{text[:40]!r} is no number")
    exponent = int(match[4] or 0)
    if not trailing or (match[4] or "").startswith("-"):
        part = part.rstrip("0")
    digits = int(whole + part)
    if match[1] == "-":
        digits = -digits
    exponent -= len(part)
    if digits and exponent + len(whole + part) > LARGEST_EXPONENT:
        return Number(None, "-inf" if digits < 0 else "inf", 0, kind)
    # Beyond the largest double no unit is told.
    decimals = max(-exponent, -sys.float_info.max_10_exp) if trailing and match[4] else max(0, -exponent)
    if not digits or decimals > LARGEST_EXPONENT:
        return Number(Fraction(0), None, min(decimals, LARGEST_EXPONENT), kind)
    if not trailing:
        # 1.5e+20 and 100.0 end in zeros before the point, not after it.
        while decimals and digits % 10 == 0:
            digits //= 10
            decimals -= 1
            exponent += 1
    value = Fraction(digits * 10**exponent) if exponent >= 0 else Fraction(digits, 10**-exponent)
    return Number(value, None, decimals, kind)
