"""Sequences one above the other."""

import pytest

from app.gaps.exam import Seat
from app.language.setting import Setting
from app.web.address import View
from app.web.worlds import Worlds, worlds

ABC = Setting(("a", "b", "c"), 8)
VIEW = View("/p/tiny/echo")


def rows(*seats: Seat, given: tuple[str | None, ...] | None = None) -> Worlds:
    return worlds(seats, ABC, ABC.tokens, VIEW, given)


def test_places_that_differ_are_marked_in_both() -> None:
    two = rows(Seat(("a", "b", "a"), 2, "b"), Seat(("a", "c", "a"), 2, "c"))
    assert two.marks == (False, True, False)
    assert [[stone.differs for stone in row.stones] for row in two.rows] == [
        [False, True, False]
    ] * 2
    assert two.seat == 2


def test_seats_at_two_places_are_marked_row_by_row() -> None:
    two = rows(Seat(("a", "a"), 0, "b"), Seat(("a", "a"), 1, "c"))
    assert two.seat is None
    assert [[stone.seat for stone in row.stones] for row in two.rows] == [
        [True, False],
        [False, True],
    ]


def test_a_shorter_row_ends_in_nothing() -> None:
    two = rows(Seat(("a",), 0, "b"), Seat(("a", "b"), 0, "c"))
    assert two.rows[0].stones[1].bead is None
    assert two.marks == (False, True)


@pytest.mark.parametrize(("answer", "text"), [("a", "a"), (None, "")])
def test_what_is_answered_may_be_undecided(answer: str | None, text: str) -> None:
    one = rows(Seat(("a",), 0, "b"), given=(answer,))
    assert one.says
    assert one.rows[0].given is not None
    assert one.rows[0].given.text == text


def test_a_row_loads_its_sequence_at_its_seat() -> None:
    assert rows(Seat(("a", "b"), 1, "b")).rows[0].href == "/p/tiny/echo?pos=1&seq=a+b"


def test_what_long_rows_share_is_one_run_away_from_what_matters() -> None:
    one = tuple("a" * 40)
    two = rows(Seat(one, 38, "b"), Seat((*one[:20], "b", *one[21:]), 38, "c"))
    shown = [place for run in two.runs if len(run) == 1 for place in run]
    folded = [run for run in two.runs if len(run) > 1]
    assert {0, 20, 38, 39} <= set(shown)
    assert len(folded) == 2
    assert [place for run in two.runs for place in run] == list(range(40))
    assert all(not two.marks[place] for run in folded for place in run)


def test_a_short_row_and_a_single_one_are_shown_whole() -> None:
    assert all(len(run) == 1 for run in rows(Seat(tuple("ab" * 20), 3, "b")).runs)
    assert len(rows(Seat(("a", "b"), 1, "b"), Seat(("a", "c"), 1, "c")).runs) == 2
