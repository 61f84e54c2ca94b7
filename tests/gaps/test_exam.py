"""What an exam says of itself, and how a generated run becomes seats."""

import numpy as np

from app.gaps.exam import NOT_ASKED, Seat, unrolled
from app.language.setting import Setting
from tests.gaps.small import exam, exam_of

AB = Setting(("^", "a", "b"), 6, bos=True)


def test_seats_are_the_positions_that_are_asked() -> None:
    asked = exam_of(AB, [("^ab", (None, "a", None)), ("^b", (None, "b"))], "ab")
    assert [asked.seat(i) for i in range(len(asked.seats))] == [
        Seat(("^", "a", "b"), 1, "a"),
        Seat(("^", "b"), 1, "b"),
    ]


def test_the_scope_counts_no_sink() -> None:
    asked = exam(AB, lambda row: [None, *row[1:]], 2)
    assert asked.scope == "on all 6 sequences of up to 2 tokens"


def test_a_generated_run_is_asked_token_by_token() -> None:
    tokens = np.array([[0, 1, 0], [1, 1, 1]], dtype=np.uint8)
    lengths = np.array([2, 3], dtype=np.int16)
    wanted = np.array([[1, 0], [0, NOT_ASKED]], dtype=np.int16)
    rows, sizes, asked, source = unrolled(tokens, lengths, wanted, 8)
    told = [
        (rows[i, :n].tolist(), int(asked[i, n - 1]), int(source[i])) for i, n in enumerate(sizes)
    ]
    assert told == [([0, 1], 1, 0), ([0, 1, 1], 0, 0), ([1, 1, 1], 0, 1)]
    assert (asked != NOT_ASKED).sum() == 3


def test_a_run_longer_than_the_stream_is_not_asked_past_its_end() -> None:
    tokens, lengths = np.array([[0, 1]], dtype=np.uint8), np.array([2], dtype=np.int16)
    wanted = np.array([[1, 1, 1]], dtype=np.int16)
    _, sizes, _, _ = unrolled(tokens, lengths, wanted, 3)
    assert sizes.tolist() == [2, 3]
