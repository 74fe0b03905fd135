"""The words of a spec: points, exact numbers, shares, names, and the model that refuses unknown keys."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _two_decimals(points: Decimal) -> Decimal:
    if points < 0:
        raise ValueError("points are 0 or more")
    if points != points.quantize(Decimal("0.01")):
        raise ValueError("points have at most two decimals")
    return points


def _rational(value: Any) -> str:
    """Step sizes and coordinates as exact text: '0.1' is one tenth, and so is the TOML float 0.1."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError('a number is wanted, such as 1, 0.1 or "1/10"')
    try:
        Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'{value!r} is not a number; write it like 0.1 or "1/10"') from None
    return str(value)


Points = Annotated[
    Decimal, BeforeValidator(lambda v: str(v) if isinstance(v, float) else v), AfterValidator(_two_decimals)
]
Rational = Annotated[str, BeforeValidator(_rational, json_schema_input_type=int | float | str)]
Share = Annotated[float, Field(ge=0, le=1)]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)]
Name = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=64)]
Words = dict[Literal["es", "en"], str]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
