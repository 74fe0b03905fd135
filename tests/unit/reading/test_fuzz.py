"""Values and replies made from a seed: nothing but ReadingError escapes, and the work of reading is bounded by what is read."""

from __future__ import annotations

import warnings

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.execution.client import LONGEST_REPLY, parsed
from tests.support.fuzz import answers, counted, read_all, size

#: Calls that all readers together may make for each node and character of a reply, those that refer to others included: the
#: sweep of 100,000 values (tests.benchmarks.fuzz) met at most 1,012.
MOST_CALLS = 2000


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 10**9))
def test_whatever_a_kernel_answers_is_read_or_refused_within_bounded_work(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas' and numpy's about the values themselves
        for reply in answers(seed):
            assert counted(lambda reply=reply: read_all(reply)) <= MOST_CALLS * (size(reply) + 100)  # type: ignore[misc]


def test_a_reply_longer_than_its_cap_is_not_parsed() -> None:
    assert parsed("[" + "0," * (LONGEST_REPLY // 2 - 2) + "0]") is not None
    assert parsed("[" + "0," * (LONGEST_REPLY // 2) + "0]") is None
