"""Numbers in the sentences of a derivation: as people write them, in both languages alike."""

from __future__ import annotations

import math


def quantity(value: object) -> str:
    """A number as people write it: 0.02, 49, 9·10⁻¹⁵; anything else as it stands."""
    try:
        number = float(str(value))
    except ValueError:
        return str(value)
    if not math.isfinite(number):
        return str(value)
    if number == 0:
        return "0"
    if 1e-4 <= abs(number) < 1e5:
        digits = max(0, 1 - math.floor(math.log10(abs(number))))
        return _short(f"{number:.{digits}f}" if isinstance(value, str) and "e" in value else f"{number:.4g}")
    mantissa, exponent = f"{number:.1e}".split("e")
    return f"{_short(mantissa)}·10{str(int(exponent)).translate(_RAISED)}"


def _short(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def shown(value: object) -> str | None:
    """The same, where there is a number."""
    return None if value is None else quantity(value)


def as_float(value: object) -> float | None:
    """A finite number, or nothing."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def three(value: float) -> str:
    """Three significant digits."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_RAISED)}"


def as_point(value: object) -> str | None:
    """Coordinates with three significant digits each."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list) or not value:
        return None
    numbers = [as_float(one) for one in value]
    return "(" + ", ".join(str(one) if n is None else three(n) for one, n in zip(value, numbers, strict=True)) + ")"


def decimals(half: object) -> int | None:
    """How many decimals half a unit of 5·10^−(d + 1) tells of."""
    value = as_float(half)
    if value is None or value <= 0:
        return None
    d = -math.log10(2 * value)
    return round(d) if d > -0.5 and abs(d - round(d)) < 1e-6 else None


def as_share(share: float) -> str:
    """A share of the points."""
    for known, text in ((0.25, "¼"), (0.5, "½"), (0.75, "¾")):
        if abs(share - known) < 1e-9:
            return text
    return f"{share:.2g}"


def as_points(value: float) -> str:
    """Points with the decimals they need, two at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
