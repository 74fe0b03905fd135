"""Text becomes an expression through an allow-list over Python's syntax tree: nothing is ever evaluated.

    x**2/2 + 2*y^2 - x*y        0.1*x (exactly 1/10)        exp(-x), log, sin, cos, tan, tanh, sqrt, abs, pi, e

The same door serves a spec and what a student wrote, so what passes must be harmless as well as meaningful. Length, depth,
number of operations, exponents and *total size* are capped before sympy sees anything: beside each node runs a `_Size`, an upper
bound on the expanded polynomial's terms and on the digits of its coefficients, so that ((x+y)**60)**60 is refused
while it is still eleven characters. A constant must be a real number that float64 can hold.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

MAX_DEPTH = 40
MAX_OPERATIONS = 500
MAX_EXPONENT = 64
MAX_DEGREE = 64
MAX_TERMS = 1500
MAX_COEFFICIENT_BITS = 4096

_FUNCTIONS: dict[str, tuple[Callable[[Any], sympy.Expr], Callable[[float], float]]] = {
    "exp": (sympy.exp, math.exp),
    "log": (sympy.log, math.log),
    "ln": (sympy.log, math.log),
    "sin": (sympy.sin, math.sin),
    "cos": (sympy.cos, math.cos),
    "tan": (sympy.tan, math.tan),
    "tanh": (sympy.tanh, math.tanh),
    "sqrt": (sympy.sqrt, math.sqrt),
    "abs": (sympy.Abs, abs),
    "Abs": (sympy.Abs, abs),
}
_CONSTANTS = {"pi": (sympy.pi, math.pi), "e": (sympy.E, math.e), "E": (sympy.E, math.e)}

# What a keyboard or a text processor may have made of the operators.
_SPELLINGS = {"^": "**", "−": "-", "–": "-", "·": "*", "×": "*", "²": "**2", "³": "**3"}
_HARMLESS = re.compile(r"[\w.+\-*/() ]*")
_DECIMAL = re.compile(r"(?P<digits>\d*\.?\d*)(?:e(?P<exponent>[+-]?\d{1,3}))?")


class ExpressionError(ValueError):
    """A text that is not an expression of the allow-list; `place` is the 1-based column in the text, or None."""

    def __init__(self, message: str, place: int | None = None) -> None:
        super().__init__(message if place is None else f"{message} (column {place})")
        self.place = place


def parse(text: str, variables: Sequence[str], *, max_length: int = 2000) -> sympy.Expr:
    """The exact sympy expression that `text` means in the given variables (plain symbols of these names).

    Decimal literals become the rationals they spell; `^` is power. A variable named e or E hides the constant. Raises
    ExpressionError, whose message names what is wrong and what may be written instead.
    """
    if len(text) > max_length:
        raise ExpressionError(f"the expression has {len(text)} characters, at most {max_length} are read")
    plain, columns = _plain(text)
    try:
        with warnings.catch_warnings():
            # The tokenizer's advice ("invalid decimal literal"): we judge for ourselves.
            warnings.simplefilter("ignore")
            tree = ast.parse(plain, mode="eval")
    except SyntaxError as error:
        place = columns[min(max(error.offset or 1, 1), len(columns)) - 1] if columns else None
        hint = "; a product needs its sign, 2*x rather than 2x" if re.search(r"\d\s*[A-Za-z(]", plain) else ""
        raise ExpressionError(f"this is not an arithmetic expression{hint}", place) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError(f"the expression is nested deeper than {MAX_DEPTH} levels") from None
    return _Reader(plain, columns, check_variables(variables)).read(tree.body, 0).expression


def check_variables(variables: Sequence[str]) -> tuple[str, ...]:
    """The names as a tuple. Raises ExpressionError for a name that is no identifier, is taken by a function, or occurs twice."""
    names = tuple(variables)
    for name in names:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise ExpressionError(f"{name!r} cannot name a variable: use letters, digits and _")
        if name in _FUNCTIONS:
            raise ExpressionError(f"{name!r} cannot name a variable: it is a function")
    if len(set(names)) < len(names):
        raise ExpressionError(f"a variable is named twice in {', '.join(names)}")
    return names


@dataclass(frozen=True, slots=True)
class _Size:
    """Upper bounds on an expanded expression: terms, log2 of the sum of absolute coefficients, common denominator, degree.

    The degree counts functions as if they were variables, and negative powers as positive ones.
    """

    terms: int = 1
    weight: float = 0.0
    denominator: int = 1
    degree: int = 1

    def plus(self, other: _Size) -> _Size:
        return _Size(
            self.terms + other.terms,
            max(self.weight, other.weight) + 1,
            math.lcm(self.denominator, other.denominator),
            max(self.degree, other.degree),
        ).checked()

    def times(self, other: _Size) -> _Size:
        return _Size(
            self.terms * other.terms,
            self.weight + other.weight,
            self.denominator * other.denominator,
            self.degree + other.degree,
        ).checked()

    def to_the(self, k: int) -> _Size:
        # A sum of t terms has at most C(t+k−1, k) distinct products of k factors.
        terms = math.comb(self.terms + k - 1, k) if k else 1
        if k * self.denominator.bit_length() > 2 * MAX_COEFFICIENT_BITS:
            raise ExpressionError("the numbers in this expression would have thousands of digits")
        return _Size(terms, k * self.weight, self.denominator**k, k * self.degree).checked()

    def checked(self) -> _Size:
        if self.terms > MAX_TERMS:
            raise ExpressionError(f"multiplied out, the expression could have more than {MAX_TERMS} terms")
        if self.degree > MAX_DEGREE:
            raise ExpressionError(f"multiplied out, the expression could have a degree above {MAX_DEGREE}")
        if self.weight + self.denominator.bit_length() > MAX_COEFFICIENT_BITS:
            raise ExpressionError("the numbers in this expression would have thousands of digits")
        return self


@dataclass(frozen=True, slots=True)
class _Part:
    """A subexpression with its size and, where no variable occurs, its value as a float."""

    expression: sympy.Expr
    size: _Size
    value: float | None


class _Reader:
    """One walk over a syntax tree; every node type that is not named here is refused."""

    def __init__(self, text: str, columns: list[int], variables: tuple[str, ...]) -> None:
        self.text, self.columns, self.variables = text, columns, variables
        self.operations = 0

    def read(self, node: ast.expr, depth: int) -> _Part:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"the expression is nested deeper than {MAX_DEPTH} levels", self.place(node))
        self.operations += 1
        if self.operations > MAX_OPERATIONS:
            raise ExpressionError(f"the expression has more than {MAX_OPERATIONS} parts")
        try:
            part = self.dispatch(node, depth)
        except ExpressionError as error:
            raise error if error.place is not None else ExpressionError(str(error), self.place(node)) from None
        except (ArithmeticError, ValueError):
            raise ExpressionError("a number here is not real, or not finite", self.place(node)) from None
        number = part.expression
        if (part.value is not None and not math.isfinite(part.value)) or number.has(
            sympy.zoo, sympy.nan, sympy.oo, sympy.I
        ):
            raise ExpressionError("a number here is not real, or not finite", self.place(node))
        return part

    def dispatch(self, node: ast.expr, depth: int) -> _Part:
        match node:
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self.sum(node, depth)
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return self.product(node, depth)
            case ast.BinOp(op=ast.Pow()):
                return self.power(node, depth)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.read(node.operand, depth + 1)
            case ast.UnaryOp(op=ast.USub()):
                part = self.read(node.operand, depth + 1)
                return _Part(-part.expression, part.size, None if part.value is None else -part.value)
            case ast.Constant():
                return self.number(node)
            case ast.Name():
                return self.name(node)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if (
                name in _FUNCTIONS and name not in self.variables
            ):
                return self.call(name, argument, depth)
            case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS:
                raise ExpressionError(f"{name} takes one argument, as in {name}(x)")
            case ast.Call(func=ast.Name(id=name)) if name not in self.variables:
                raise ExpressionError(f"{name!r} is not a known function: {_choice(_FUNCTIONS)} are")
            case ast.Call():
                raise ExpressionError("a product needs its sign: write a*(b) rather than a(b)")
        raise ExpressionError("only + - * / **, numbers, variables and functions may stand in an expression")

    def sum(self, node: ast.expr, depth: int) -> _Part:
        # A long sum is a left-leaning chain, not depth: it is walked, not descended.
        chain: list[tuple[bool, ast.expr]] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            chain.append((isinstance(node.op, ast.Sub), node.right))
            node = node.left
        total = self.read(node, depth + 1)
        terms, size, value = [total.expression], total.size, total.value
        for negative, right in reversed(chain):
            part = self.read(right, depth + 1)
            sign = -1 if negative else 1
            terms.append(sign * part.expression)
            size = size.plus(part.size)
            value = None if value is None or part.value is None else value + sign * part.value
        return _Part(sympy.Add(*terms), size, value)

    def product(self, node: ast.expr, depth: int) -> _Part:
        chain: list[tuple[bool, ast.expr]] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            chain.append((isinstance(node.op, ast.Div), node.right))
            node = node.left
        result = self.read(node, depth + 1)
        for divides, right in reversed(chain):
            part = self.read(right, depth + 1)
            result = _quotient(result, part) if divides else _product(result, part)
        return result

    def power(self, node: ast.BinOp, depth: int) -> _Part:
        base, exponent = self.read(node.left, depth + 1), self.read(node.right, depth + 1)
        k = exponent.expression
        if exponent.value is None:
            if base.value is None or not base.value > 0:
                raise ExpressionError("an exponent must be a number, unless the base is a positive one as in e**x")
            return _Part(base.expression**k, _Size(), None)
        if not k.is_Rational or abs(k) > MAX_EXPONENT or int(k.q) > MAX_EXPONENT:
            raise ExpressionError(f"an exponent must be an integer or fraction of at most {MAX_EXPONENT}")
        if k < 0 and base.expression.is_zero:
            raise ExpressionError("a division by zero")
        value = None if base.value is None else _real(base.value ** float(k))
        if k.is_Integer and (k >= 0 or base.expression.is_Rational):
            size = base.size if k >= 0 else _reciprocal(base)
            return _Part(_power(base.expression, k, size.to_the(abs(int(k)))), size.to_the(abs(int(k))), value)
        size = base.size.to_the(int(abs(math.ceil(k))))
        return _Part(base.expression**k, _Size(degree=size.degree), value)

    def number(self, node: ast.Constant) -> _Part:
        spelt = (ast.get_source_segment(self.text, node) or "").replace("_", "").lower()
        match = _DECIMAL.fullmatch(spelt)
        if match is None or not match["digits"].strip("."):
            raise ExpressionError(f"{spelt[:20]!r} is not a decimal number that can be read")
        exact = Fraction(spelt)
        expression = sympy.Rational(exact.numerator, exact.denominator)
        return _Part(expression, _rational_size(expression).checked(), float(exact))

    def name(self, node: ast.Name) -> _Part:
        if node.id in self.variables:
            return _Part(sympy.Symbol(node.id), _Size(), None)
        if node.id in _CONSTANTS:
            expression, value = _CONSTANTS[node.id]
            return _Part(expression, _Size(weight=2, degree=0), value)
        known = f"the variables are {', '.join(self.variables)}" if self.variables else "only numbers are asked here"
        raise ExpressionError(f"{node.id!r} is not known here: {known}")

    def call(self, name: str, argument: ast.expr, depth: int) -> _Part:
        part = self.read(argument, depth + 1)
        symbolic, numeric = _FUNCTIONS[name]
        value = None if part.value is None else numeric(part.value)
        return _Part(
            symbolic(part.expression), _Size(weight=max(0.0, math.log2(abs(value) + 1)) if value else 0.0), value
        )

    def place(self, node: ast.expr) -> int | None:
        start = len(self.text.encode()[: node.col_offset].decode(errors="ignore"))
        return self.columns[start] if start < len(self.columns) else None


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in ASCII operators, and for each of its characters the 1-based column it came from."""
    plain, columns = "", list[int]()
    for column, character in enumerate(text, 1):
        spelling = " " if character.isspace() else _SPELLINGS.get(character, character)
        if not _HARMLESS.fullmatch(spelling):
            raise ExpressionError(f"{character!r} may not stand in an expression", column)
        if plain or spelling != " ":
            plain += spelling
            columns += [column] * len(spelling)
    if not plain.strip():
        raise ExpressionError("the expression is empty")
    return plain, columns


def _product(a: _Part, b: _Part) -> _Part:
    value = None if a.value is None or b.value is None else a.value * b.value
    return _Part(a.expression * b.expression, a.size.times(b.size), value)


def _quotient(a: _Part, b: _Part) -> _Part:
    if b.expression.is_zero:
        raise ExpressionError("a division by zero")
    value = None if a.value is None or b.value is None else a.value / b.value
    return _Part(a.expression / b.expression, a.size.times(_reciprocal(b)), value)


def _reciprocal(part: _Part) -> _Size:
    # 1/(polynomial) stays one factor, whatever its size; 1/rational swaps numerator and denominator.
    return _rational_size(1 / part.expression) if part.expression.is_Rational else _Size(degree=part.size.degree)


def _rational_size(number: sympy.Rational) -> _Size:
    return _Size(weight=float(max(abs(int(number.p)), 1).bit_length()), denominator=int(number.q), degree=0)


def _power(base: sympy.Expr, k: sympy.Integer, size: _Size) -> sympy.Expr:
    size.checked()
    return base**k


def _real(value: Any) -> float:
    if isinstance(value, complex):
        raise ExpressionError("a number here is not real, or not finite")
    return float(value)


def _choice(names: dict[str, Any]) -> str:
    return ", ".join(name for name in names if name not in ("ln", "Abs"))
