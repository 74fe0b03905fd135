"""Numbers as shown: digits are counted in the number's own form, and what is no number is refused."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reading.number import ReadingError, from_quotient, from_repr, from_text


@pytest.mark.parametrize(
    ("text", "exact", "decimals"),
    [
        ("0,36", Fraction(36, 100), 2),
        (".36", Fraction(36, 100), 2),
        ("\u22120.22", Fraction(-22, 100), 2),
        ("3.6e-1", Fraction(36, 100), 2),
        ("3.5000e-01", Fraction(35, 100), 2),
        ("3.14e+07", Fraction(31_400_000), -5),
        ("3.10e+07", Fraction(31_000_000), -5),
        ("0.0000e+00", Fraction(0), 4),
        ("1,234", Fraction(1234, 1000), 3),
        ("0.10", Fraction(1, 10), 2),
        ("-0.00", Fraction(0), 2),
        ("5.", Fraction(5), 0),
        (" 44 ", Fraction(44), 0),
        ("1/3", Fraction(1, 3), 17),
    ],
)
def test_a_written_number_is_exact_and_shows_its_digits(text: str, exact: Fraction, decimals: int) -> None:
    number = from_text(text)
    assert (number.exact, number.decimals, number.nonfinite) == (exact, decimals, None)


@pytest.mark.parametrize(
    "text", ["inf", "nan", "1_000", "0x10", "1,2.3", "", ".", "1e", "1 2", "--1", "١", "1/0", "9" * 5000]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ReadingError):
        from_text(text)


@pytest.mark.parametrize(
    ("text", "exact", "decimals"),
    [
        ("1e-05", Fraction(1, 10**5), 5),
        ("1.0", Fraction(1), 0),
        ("0.8", Fraction(8, 10), 1),
        ("6.7e-01", Fraction(67, 100), 2),
        ("1e+22", Fraction(10**22), 0),
        ("1.5e+20", Fraction(15 * 10**19), 0),
    ],
)
def test_a_float_shows_the_digits_of_its_shortest_form(text: str, exact: Fraction, decimals: int) -> None:
    number = from_repr(text, "float64")
    assert (number.exact, number.decimals) == (exact, decimals)


@pytest.mark.parametrize(
    ("text", "said"), [("nan", "nan"), ("inf", "inf"), ("-inf", "-inf"), ("1e9999", "inf"), ("-1e9999", "-inf")]
)
def test_what_is_not_finite_says_so(text: str, said: str) -> None:
    number = from_repr(text, "float64")
    assert (number.exact, number.nonfinite) == (None, said)


def test_a_decimal_shows_its_last_zeros_and_a_whole_fraction_none() -> None:
    assert from_repr("0.10", "decimal").decimals == 2
    assert from_quotient("4", "2", "fraction").decimals == 0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_read_back_from_its_shortest_form(value: float) -> None:
    """Theorem: repr is the shortest text that rounds to the double, so float(exact) is the double again."""
    number = from_repr(repr(value), "float64")
    assert number.exact is not None
    assert float(number.exact) == value


@given(st.text(max_size=30))
def test_no_text_raises_anything_but_a_reading_error(text: str) -> None:
    for read in (from_text, lambda t: from_repr(t, "float64")):
        try:
            read(text)
        except ReadingError as error:
            assert error.reason


@pytest.mark.parametrize("text", ["0.1", "-3.5e-4", "1e400", "-1e400", "5e-324", "1e-400", "nan", "inf", "-inf"])
def test_a_number_is_the_double_that_python_reads(text: str) -> None:
    assert math.copysign(1, float(from_repr(text, "float"))) == math.copysign(1, float(text))
    assert float(from_repr(text, "float")) == float(text) or text == "nan"
