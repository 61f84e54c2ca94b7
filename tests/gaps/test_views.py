"""Equal numbers mean equal streams, and nothing else does."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine.limits import TIE
from app.engine.trace import trace
from app.gaps import views as module
from app.gaps.exam import Exam
from app.gaps.views import merged, views
from app.language.allowance import Allowance
from app.language.setting import Setting
from tests.gaps.small import exam, program
from tests.strategies import worlds

ABC = Setting(("a", "b", "c"), 8)
MEAN = "slot mix : token\nlayer\n  head all\n    copy token -> mix\noutput mix\n"


def last(row: tuple[str, ...]) -> list[str | None]:
    """The first token, asked at the last position."""
    return [*[None] * (len(row) - 1), row[0]]


@given(worlds(), st.data())
@settings(max_examples=60)
def test_numbers_are_equal_exactly_for_equal_streams(
    world: tuple[Setting, object], data: st.DataObject
) -> None:
    setting, drawn = world
    letters = min(3, setting.max_len - setting.bos)
    assume(letters > 0)
    asked = exam(setting, lambda row: [setting.tokens[0]] * len(row), letters)
    seen = views(asked, drawn)  # type: ignore[arg-type]
    picks = st.integers(0, len(asked.seats) - 1)
    one, other = data.draw(picks), data.draw(picks)
    streams = []
    for at in (one, other):
        seat = asked.seat(at)
        final = trace(drawn, setting, seat.tokens).streams[-1]  # type: ignore[arg-type]
        streams.append(np.concatenate([final[slot][seat.position] for slot in final]))
    apart = float(np.abs(streams[0] - streams[1]).max())
    assert (seen.whole[one] == seen.whole[other]) == (apart <= TIE)
    assert seen.same(one, other) == (apart <= TIE)


def test_answers_are_those_of_the_engine() -> None:
    asked = exam(ABC, last, 3)
    seen = views(asked, program(MEAN))
    for at in range(len(asked.seats)):
        seat = asked.seat(at)
        assert seen.answer(at) == trace(program(MEAN), ABC, seat.tokens).answers[seat.position]
        assert bool(seen.right[at]) == (seen.answer(at) == seat.wanted)


def test_a_sealed_slot_is_no_part_of_what_is_held() -> None:
    blind = Allowance(sealed=frozenset({"token", "position"}))
    bare = program("slot mix : token\noutput mix\n")
    open_eyes, sealed = (views(exam(ABC, last, 2, allowance=a), bare) for a in (Allowance(), blind))
    assert len(np.unique(open_eyes.whole)) == 6
    assert len(np.unique(sealed.whole)) == 1
    assert set(sealed.held(0)) == {"mix"}


def test_without_positions_the_place_is_no_part_of_what_is_held() -> None:
    setting = Setting(("a", "b"), 8, positions="none")
    seen = views(exam(setting, lambda row: list(row), 3), program("output token\n"))
    assert len(np.unique(seen.whole)) == 2


def test_amounts_within_the_tolerance_are_one() -> None:
    close = np.array([[0.5, 0.0], [0.5 + 0.9e-6, 0.0], [0.5 + 3e-6, 0.0], [0.5, 2e-6]])
    numbers = merged(close)
    assert numbers[0] == numbers[1]
    assert len(set(numbers.tolist())) == 3


def test_slots_are_numbered_by_what_they_hold() -> None:
    asked = exam(ABC, last, 3)
    seen = views(asked, program(MEAN))
    anagrams = [i for i in range(len(asked.seats)) if sorted(asked.seat(i).tokens) == list("abc")]
    assert len({int(seen.slot("mix")[i]) for i in anagrams}) == 1
    assert len({int(seen.slot("token")[i]) for i in anagrams}) == 3


def test_what_does_not_fit_is_left_out_and_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = exam(ABC, last, 5)
    assert views(asked, program(MEAN)).exam is asked
    width = len(ABC.tokens) * 2
    monkeypatch.setattr(module, "KINDS_BYTES", 8 * (width + 2) * (3 + 2 * 9))
    fewer = views(asked, program(MEAN)).exam
    assert fewer.scope == "on 12 sequences of up to 2 tokens"


def test_a_part_keeps_what_it_holds() -> None:
    asked = exam(ABC, last, 3)
    part = asked.part(np.array([1, 4, 20]))
    assert [part.names(row) for row in range(3)] == [asked.names(row) for row in (1, 4, 20)]
    assert isinstance(part, Exam)
    assert [part.seat(i) for i in range(3)] == [asked.seat(i) for i in (1, 4, 20)]
