"""A report opens what explains the failure and keeps the rest at hand."""

import json

from app.gaps.exam import Exam, Seat
from app.gaps.report import Explanation, explain
from app.language.allowance import Allowance
from app.language.setting import Setting
from tests.gaps.small import exam, program

ABC = Setting(("a", "b", "c"), 8)
OPEN = "slot before : token\nlayer\n  head back\n"
BACK = OPEN + "    match key.position == query.position - 1\n    copy token -> before\n"


def previous(row: tuple[str, ...]) -> list[str | None]:
    """The token before; nothing is asked of the first."""
    return [None, *row[:-1]]


def told(asked: Exam, text: str, **mistakes: str) -> Explanation:
    found = explain(asked, program(text), {name: program(t) for name, t in mistakes.items()})
    assert found is not None
    return found


def test_a_right_program_needs_no_report() -> None:
    assert explain(exam(ABC, previous, 4), program(BACK + "output before\n")) is None


def test_who_could_not_know_is_told_so_first() -> None:
    found = told(exam(ABC, previous, 4), "slot before : token\noutput token\n")
    assert found.picks[0] == "collision"
    assert found.unspoken is None
    assert found.parting is not None


def test_who_knew_is_told_what_they_knew() -> None:
    found = told(exam(ABC, previous, 4), BACK + "output token\n")
    assert found.collision is None
    assert found.unspoken is not None
    assert found.unspoken.tells == ("before",)
    assert found.picks[0] == "unspoken"


def test_the_smallest_failure_is_the_first_of_the_shortest() -> None:
    found = told(exam(ABC, previous, 4), "output token\n")
    assert found.smallest == Seat(("a", "b"), 1, "a")
    assert (found.wrong, found.seats) == (
        sum(1 for seat in seats(4) if seat[0] != seat[1]),
        len(seats(4)),
    )


def seats(length: int) -> list[tuple[str, str]]:
    """Every neighbouring pair of every word up to a length."""
    words = [w for n in range(1, length + 1) for w in _words(n)]
    return [(w[i - 1], w[i]) for w in words for i in range(1, len(w))]


def _words(length: int) -> list[str]:
    return [""] if not length else [w + c for w in _words(length - 1) for c in "abc"]


def test_a_known_mistake_is_named_and_shown() -> None:
    found = told(
        exam(ABC, previous, 3),
        "output token\n",
        other=BACK + "output before\n",
        me="output token\n",
    )
    assert found.mistake == "me"
    assert "mistake" in found.picks


def test_at_most_three_parts_are_open_and_none_is_lost() -> None:
    found = told(exam(ABC, previous, 4), "output token\n", me="output token\n")
    assert len(found.picks) <= 3
    assert not set(found.picks) & set(found.folded)
    for part in ("blindspots", "lengths"):
        assert part in (*found.picks, *found.folded)


def test_where_no_head_is_allowed_no_head_is_talked_of() -> None:
    none = exam(ABC, previous, 3, allowance=Allowance(budget={"heads": 0}))
    assert told(none, "output token\n").head is None


def test_one_more_head_that_may_do_is_no_part_of_its_own() -> None:
    found = told(exam(ABC, previous, 3), "output token\n")
    assert found.head is not None
    assert found.head.possible
    assert "head" not in (*found.picks, *found.folded)


def test_the_report_is_plain_data() -> None:
    data = told(exam(ABC, previous, 3), "output token\n").as_json()
    assert json.loads(json.dumps(data)) == data
    assert data["collision"]["standing"] == "proof"
