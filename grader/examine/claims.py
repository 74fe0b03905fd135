"""Which value is meant as an answer that is not under its name: told by its shape and its words, never by being right.

Every variable, attribute, key, column, printed sentence and, where none of these is, sentence or table of a Markdown cell of the shape that is asked may be meant. It is *called* so where its
words (grader/reading/words.py), or the number of the question, speak of this answer more than of any other of the assignment:
then it is judged as if it stood under the name. What merely has the shape counts where all of that is right. Where claims
differ, or one that is only of the shape is wrong, a person decides; nothing is ever picked because it fits the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.examine.assigned import computed
from grader.examine.context import Absent, Context, Found, absent, undecided
from grader.examine.elsewhere import everything, worth
from grader.examine.written import written
from grader.model import Finding, Verdict
from grader.reading.grids import name_of
from grader.reading.mappings import read_array, read_by_start, read_number, read_point, read_points, read_start_and_step
from grader.reading.names import tokens
from grader.reading.number import Number
from grader.reading.parts import Part
from grader.reading.points import starts_at
from grader.reading.value import Array, Function, Items, Nothing, Pairs, ReadingError, Scalar, Text, Value, numbers_of
from grader.reading.words import qualities, quantities
from grader.spec import (
    ArrayCheck,
    Check,
    FunctionCheck,
    LimitsCheck,
    NumberCheck,
    PointsCheck,
    StepSizeCheck,
    TextCheck,
    nested_numbers,
)
from grader.submission import Unreadable, read_notebook

#: Claims on one answer that are judged, and that are named to a person; points in a set.
MOST, NAMED, MOST_POINTS = 12, 4, 24
#: A text of fewer words is a label.
FEWEST_WORDS = 8
#: What a word weighs: one for what is asked, one for something close to it, and one for the quantity or the function alone.
OWN, NEAR, FAINT = Fraction(1), Fraction(1, 2), Fraction(1, 4)
#: What a name of the answer weighs, on a key or a printed line: more than any words together.
WHOLE = Fraction(100)


@dataclass(frozen=True)
class _Asked:
    """What an answer is: the number of its question, what it measures, what is said of it, and the words of its own names."""

    check: Check
    number: int
    quantities: frozenset[str]
    own: frozenset[str]
    near: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Claim:
    """A part of what the notebook holds, or printed; `called` as what is asked, `spoken` by words and not a number alone."""

    found: Found
    #: How much its words speak of the answer, and how natural its shape is.
    score: tuple[Fraction, int]
    called: bool
    spoken: bool


def located(
    check: Check,
    context: Context,
    name: str,
    judge: Callable[[Found], Finding],
    implied: Callable[[], Sequence[Found]] = tuple,
    among: Sequence[tuple[str, Part]] | None = None,
) -> Finding:
    """The finding about the answer `name`: under it, or else about what is meant as it.

    `judge` may raise ReadingError; `implied` is what other answers say of this one, asked where nothing is called so;
    `among` are the parts that may be meant, (place, part), all that the notebook holds or printed where left out.
    """
    try:
        return judge(context.answer(name))
    except Absent:
        claims = _claims(check, context, everything(context) if among is None else among)
        if not any(claim.called for claim in claims):
            said = [_Claim(found, (Fraction(0), 0), False, False) for found in implied()]
            claims = said or claims
        found = _decided(check, context, name, judge, claims)
        unnamed = found.code.endswith(".unidentified") and not any(claim.called for claim in claims)
        if not unnamed and (found.source is not None or not found.code.endswith(".absent")):
            return found
        # Where nothing that ran or was printed is meant, what a Markdown cell says of it in so many words is.
        told = [c for c in _claims(check, context, written(context)) if c.spoken]
        finding = _decided(check, context, name, judge, told)
        if not unnamed:
            return finding
        # What nothing names may be worth more: then a person decides.
        better = any(one.share > finding.share for _, one in _judged(claims, judge, context))
        return found if better or finding.source is None else finding
    except ReadingError as error:
        return undecided(check, "cannot-read", parameters={"name": name, "message": str(error)[:200]})


def meant(
    check: Check,
    context: Context,
    name: str,
    judge: Callable[[Found], Finding],
    called: Sequence[Found],
    shaped: Sequence[Found],
) -> Finding:
    """The finding about what is called as the answer is, else about what merely has its shape."""
    claims = [_Claim(found, (Fraction(0), 0), True, True) for found in called]
    rest = [_Claim(found, (Fraction(0), 0), False, False) for found in shaped if found not in called]
    return _decided(check, context, name, judge, [*claims, *rest])


def _decided(
    check: Check, context: Context, name: str, judge: Callable[[Found], Finding], claims: Sequence[_Claim]
) -> Finding:
    named = [claim for claim in claims if claim.called]
    chosen = _most_telling(named, judge, context)
    if not chosen:
        # Nothing is called so: what has the shape alone counts where it is right, and is never known to be wrong.
        rest = [claim for claim in claims if not claim.called]
        shown = [claim for claim in rest if isinstance(check, NumberCheck) and claim.found.where == "printed"]
        shaped = _most_telling(shown or rest, judge, context)
        if not shaped:
            return absent(check)
        lost = any(one.verdict is Verdict.FAILED and not one.code.endswith(".found-elsewhere") for _, one in shaped)
        settled = not lost and len({one.verdict for _, one in shaped}) == 1
        return shaped[0][1] if settled else _open(check, name, shaped)
    finding = chosen[0][1]
    if len({(one.verdict, one.code, one.share) for _, one in chosen}) > 1:
        return _open(check, name, chosen)
    if finding.verdict is Verdict.FAILED:
        # A loss stands only where nothing else that may be meant would have kept the points.
        places = [claim.found for claim, _ in chosen]
        others = _judged([claim for claim in claims if claim.found not in places], judge, context)
        better = [one for one in others if one[1].share > finding.share]
        if better or not any(claim.spoken for claim, _ in chosen):
            return _open(check, name, [*chosen, *better])
    return finding


def _most_telling(
    claims: Sequence[_Claim], judge: Callable[[Found], Finding], context: Context
) -> list[tuple[_Claim, Finding]]:
    """The claims of the highest score, judged. What is kept is the answer: a sentence that prints it may show fewer digits."""
    stored = [claim for claim in claims if claim.found.where != "printed"] or claims
    best = max((claim.score for claim in stored), default=None)
    return _judged([claim for claim in stored if claim.score == best], judge, context)


def _judged(
    claims: Sequence[_Claim], judge: Callable[[Found], Finding], context: Context
) -> list[tuple[_Claim, Finding]]:
    found: list[tuple[_Claim, Finding]] = []
    for claim in claims[:MOST]:
        try:
            finding = judge(claim.found)
        except ReadingError:
            continue
        found.append((claim, worth(finding, context)))
    return found


def _open(check: Check, name: str, judged: Sequence[tuple[_Claim, Finding]]) -> Finding:
    """For a person: what may be meant, and where."""
    places = list(dict.fromkeys(claim.found.name for claim, _ in judged))
    source = judged[0][1].source if len(places) == 1 else None
    told = {"name": name, "candidates": places[:NAMED]}
    return undecided(check, "unidentified", source=source, parameters=told)


def _claims(check: Check, context: Context, among: Sequence[tuple[str, Part]]) -> list[_Claim]:
    """Everything that may be meant as a check's answer; what is called as another answer is not."""
    asked = _all_asked(context)
    mine = next(one for one in asked if one.check is check)
    found = [_claim(mine, asked, place, part, context) for place, part in among]
    return [claim for claim in found if claim is not None]


def _claim(mine: _Asked, asked: Sequence[_Asked], place: str, part: Part, context: Context) -> _Claim | None:
    looks = _looks(mine.check, part.value, context)
    if not looks:
        return None
    spoken, score = _score(mine, part, context)
    if score < 0:
        return None
    by_number = part.number == mine.number
    rivals = [
        (other_score, natural)
        for other in asked
        if other is not mine and (natural := _looks(other.check, part.value, context))
        for other_spoken, other_score in (_score(other, part, context),)
        if other_spoken or part.number == other.number
    ]
    beaten = any(rival > (score, looks) for rival in rivals)
    called = (spoken and not beaten) or (by_number and not any(rival_score > score for rival_score, _ in rivals))
    # What has the shape alone, by whatever name: nothing that is called as another answer, no number that is not shown alone.
    # An array may as well be what a computation runs on and leaves behind, a number what it counts with.
    alone = (
        part.bare or part.name in _computed(context)
        if isinstance(mine.check, NumberCheck)
        else looks == 2 and not _is_rates(mine.check) and not isinstance(part.value, Array)
    )
    if not called and (not alone or (beaten and score < NEAR)):
        return None
    return _Claim(Found(part.value, part.name, place), (score + by_number, looks), called, spoken)


def _computed(context: Context) -> frozenset[str]:
    if "computed" not in context.cache:
        try:
            context.cache["computed"] = computed(read_notebook(context.submission.notebook).cells)
        except Unreadable:
            context.cache["computed"] = frozenset()
    names: frozenset[str] = context.cache["computed"]
    return names


def _score(asked: _Asked, part: Part, context: Context) -> tuple[bool, Fraction]:
    """(whether the words speak of the answer, how much); a negative number where they speak of something else."""
    names = context.assignment.names.get(getattr(asked.check, "answer", ""), ())
    if tokens(part.own) in [tokens(name) for name in names]:
        return True, WHOLE
    measured = quantities(part.own)
    if {"count", "rate"} <= measured and _are_whole(part.value):
        measured -= {"rate"}  # steps of 0.08 are step sizes, and 7 steps are none
    if measured and asked.quantities and measured.isdisjoint(asked.quantities):
        return False, Fraction(-1)
    said = qualities(part.own) | qualities(part.around)
    words = set(tokens(part.own)) | set(tokens(part.around))
    function = getattr(asked.check, "objective", "")  # where the spec names one: it has several then
    if function and function not in words and not words.isdisjoint(context.assignment.objectives):
        return False, Fraction(-1)
    telling = OWN * len(said & asked.own) + OWN * len(words & asked.words) + OWN * _takes_what_is_asked(asked, part)
    measures = not asked.quantities.isdisjoint(measured | quantities(part.around))
    # Rates under starts are told by their shape and by being rates; anything else by what is said of it.
    several = isinstance(part.value, Pairs) and len(_starts(asked.check)) > 1
    spoken = telling > 0 or (measures and several and _is_rates(asked.check))
    faint = FAINT * measures + FAINT * (function in words)
    return spoken, telling + NEAR * len(said & asked.near) + faint


def _takes_what_is_asked(asked: _Asked, part: Part) -> bool:
    """Whether a function's parameters, two at least, are called as the arguments that are asked."""
    names = tuple(one.name for one in getattr(asked.check, "arguments", ()))
    return len(names) > 1 and isinstance(part.value, Function) and part.value.parameters[: len(names)] == names


def _are_whole(value: Value) -> bool:
    """Whether all its numbers are whole."""
    numbers = numbers_of(value) or ()
    return all(number.exact is not None and number.exact.denominator == 1 for number in numbers)


def _is_rates(check: Check) -> bool:
    """Whether a rate a start is asked."""
    return isinstance(check, StepSizeCheck) and check.claim != "cycles"


def _all_asked(context: Context) -> list[_Asked]:
    if "asked" not in context.cache:
        asked = (_asked(check, i, context) for i, check in enumerate(context.assignment.checks, 1))
        context.cache["asked"] = [one for one in asked if one is not None]
    found: list[_Asked] = context.cache["asked"]
    return found


def _asked(check: Check, number: int, context: Context) -> _Asked | None:
    names = " ".join(context.assignment.names[check.answer]) if hasattr(check, "answer") else ""
    said = qualities(names)
    words = frozenset(word for word in tokens(names) if len(word) > 2)
    match check:
        case NumberCheck(quantity="step-size-threshold"):
            return _Asked(check, number, frozenset({"rate"}), said | {"threshold", "greatest"})
        case NumberCheck(quantity="first-small-gradient"):
            return _Asked(check, number, frozenset({"count", "norm", "gradient"}), said | {"first", "stop", "small"})
        case StepSizeCheck(claim="cycles"):
            return _Asked(check, number, frozenset({"rate", "start"}), said | {"cycles"})
        case StepSizeCheck():
            return _Asked(check, number, frozenset({"rate"}), said | {"diverges"})
        case LimitsCheck():
            return _Asked(check, number, frozenset(), said | {"end"}, frozenset({"minimum"}))
        case PointsCheck(expected=None):
            kind = {"minimiser": "minimum", "maximiser": "maximum"}.get(check.of, check.of)
            return _Asked(check, number, frozenset(), said | {kind}, frozenset({"end"}))
        case TextCheck():
            return _Asked(check, number, frozenset(), said | {"reason"}, words=words)
        case NumberCheck() | PointsCheck() | ArrayCheck() | FunctionCheck():
            titles = " ".join(check.title.values())
            own = qualities(f"{names} {titles}")
            return _Asked(check, number, quantities(f"{names} {titles}"), own, words=words)
        case _:
            return None


def _looks(check: Check, value: Value, context: Context) -> int:
    """2 where a value has the shape that is asked, 1 where it may stand for it, 0 where it cannot."""
    key = ("looks", check.id, id(value))
    if key not in context.cache:
        try:
            context.cache[key] = _shape(check, value, context)
        except ReadingError:
            context.cache[key] = 0
    looks: int = context.cache[key]
    return looks


def _shape(check: Check, value: Value, context: Context) -> int:
    match check:
        case NumberCheck():
            number = _number(value)
            counted = number.exact is not None and number.exact.denominator == 1 and number.exact >= 0
            return 2 if check.quantity != "first-small-gradient" or counted else 0
        case StepSizeCheck(claim="cycles"):
            read_start_and_step(value, len(check.starts[0]))
            several = isinstance(value, Pairs) and len(value.pairs) > 1 and name_of(value.pairs[0][0]) is None
            return 0 if several else 2
        case StepSizeCheck():
            if check.trace_answer is None and len(check.starts) > 1:
                starts = _starts(check)
                if isinstance(value, Pairs) or not _is_number(value):
                    rates = [_number(one) for one in read_by_start(value, starts) if one is not None]
                    return 2 if len(rates) == len(starts) else 0
                return 1
            _number(value)
            return 2
        case LimitsCheck():
            return _limits(check, value)
        case PointsCheck():
            return _points(check, value, context)
        case TextCheck():
            return 2 if isinstance(value, Text) and _is_prose(value.text) else 0
        case ArrayCheck():
            return 2 if read_array(value)[0] == nested_numbers(check.expected)[0] else 0
        case FunctionCheck():
            return 2 if isinstance(value, Function) else 0
        case _:
            return 0


def _is_prose(text: str) -> bool:
    words = [word for word in text.split() if word.isalpha()]
    return len(words) >= FEWEST_WORDS and sum(map(len, words)) > sum(c.isdigit() for c in text)


def _number(value: Value) -> Number:
    """One finite number; a text only where it is nothing else. Raises ReadingError."""
    if isinstance(value, Text) and any(c.isalpha() for c in value.text):
        raise ReadingError("words")
    number = read_number(value)
    if number.exact is None or number.nonfinite is not None:
        raise ReadingError("not finite")
    return number


def _is_number(value: Value) -> bool:
    try:
        _number(value)
    except ReadingError:
        return False
    return True


def _limits(check: LimitsCheck, value: Value) -> int:
    starts = _starts(check)
    given = read_by_start(value, starts)
    points = [None if one is None or isinstance(one, Nothing) else read_point(one, len(starts[0])) for one in given]
    there = [point for point in points if point is not None]
    if len(there) != sum(one is not None and not isinstance(one, Nothing) for one in given):
        return 0
    moved = any(p is not None and not starts_at(p, s) for p, s in zip(points, starts, strict=True))
    return 2 if 2 * len(there) >= len(starts) and moved else 0


def _points(check: PointsCheck, value: Value, context: Context) -> int:
    n = context.assignment.objective(check).dimension
    points = read_points(value, n)
    starts = [s for other in context.assignment.checks for s in _starts(other)]
    if len(points) > MOST_POINTS or any(starts_at(points[0], s) for s in starts):
        return 0
    # Numbers in a row may be points laid flat, or a column of a table.
    flat = isinstance(value, Items) and all(isinstance(one, Scalar) for one in value.items)
    return 1 if len(points) == 1 or flat else 2


def _starts(check: Check) -> list[tuple[Fraction, ...]]:
    given = [*getattr(check, "starts", ()), getattr(check, "start", None)]
    return [tuple(Fraction(c) for c in start) for start in given if start is not None]
