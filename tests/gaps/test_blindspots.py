"""Blind spots: which tokens an answer depends on while the stream there does not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine.trace import Trace, trace
from app.gaps import blindspots as module
from app.gaps.blindspots import Blindspots, blindspots
from app.gaps.exam import NOT_ASKED, Exam
from app.gaps.views import sees_places, views
from app.language.allowance import Allowance, Given
from app.language.program import Program
from app.language.setting import Setting
from tests.gaps.small import exam, program
from tests.strategies import worlds

LETTERS = Setting(tokens=("a", "b"), max_len=4)
PREVIOUS = """
layer
  head previous
    match key.position == query.position - 1
    copy token -> got
output got
"""


def first(row: tuple[str, ...]) -> list[str | None]:
    return [row[0]] * len(row)


def following(row: tuple[str, ...]) -> list[str | None]:
    return [*row[1:], None]


def last_only(row: tuple[str, ...]) -> list[str | None]:
    return [*[None] * (len(row) - 1), row[len(row) // 2]]


def newest_other(row: tuple[str, ...]) -> list[str | None]:
    return [
        next((t for t in reversed(row[:i]) if t != row[i]), row[i]) if i else None
        for i in range(len(row))
    ]


TARGETS: tuple[Callable[[tuple[str, ...]], Sequence[str | None]], ...] = (
    first,
    following,
    last_only,
    newest_other,
)


def asked(setting: Setting, target: Callable[[tuple[str, ...]], Sequence[str | None]]) -> Exam:
    size = min(3, setting.max_len - setting.bos)
    return exam(setting, target, size, shortest=0 if setting.bos else 1)


def held(found: Trace, position: int, places: bool) -> np.ndarray:
    slots = [s for s in found.slots if places or s != "position"]
    return np.concatenate([found.streams[-1][slot][position] for slot in slots])


def counted(of: Exam, drawn: Program) -> dict[tuple[int, int], tuple[int, int]]:
    """(answer, input) -> how many pairs depend and how many are blind, one pair at a time."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    traces = [trace(drawn, of.setting, of.names(row)) for row in range(of.total)]
    places = sees_places(of)
    for one, other in combinations(range(of.total), 2):
        if of.lengths[one] != of.lengths[other]:
            continue
        apart = np.flatnonzero(of.tokens[one] != of.tokens[other])
        if len(apart) != 1:
            continue
        for i in range(of.lengths[one]):
            pair = of.wanted[one, i], of.wanted[other, i]
            if NOT_ASKED in pair or pair[0] == pair[1]:
                continue
            streams = [held(traces[row], i, places) for row in (one, other)]
            depends, blind = found.get((i, int(apart[0])), (0, 0))
            equal = bool((np.abs(streams[0] - streams[1]) <= 1e-6).all())
            found[i, int(apart[0])] = (depends + 1, blind + equal)
    return found


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from(TARGETS))
def test_the_grid_is_what_comparing_every_pair_gives(
    world: tuple[Setting, Program], target: Callable[[tuple[str, ...]], Sequence[str | None]]
) -> None:
    setting, drawn = world
    assume(setting.max_len - setting.bos > 1)
    of = asked(setting, target)
    expected = counted(of, drawn)
    found = blindspots(views(of, drawn))
    assert (found is not None) == any(blind for _, blind in expected.values())
    if found is not None:
        cells = {(c.answer, c.input): (c.depends, c.blind) for c in found.cells}
        assert cells == expected
        assert found.worst in found.blind


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from(TARGETS))
def test_every_pair_shown_is_true(
    world: tuple[Setting, Program], target: Callable[[tuple[str, ...]], Sequence[str | None]]
) -> None:
    setting, drawn = world
    assume(setting.max_len - setting.bos > 1)
    of = asked(setting, target)
    found = blindspots(views(of, drawn))
    for cell in found.blind if found is not None else ():
        assert cell.pair is not None
        one, other = cell.pair
        assert one.position == other.position == cell.answer
        assert one.wanted != other.wanted
        assert [i for i, t in enumerate(one.tokens) if t != other.tokens[i]] == [cell.input]
        for seat in cell.pair:
            assert target(seat.tokens)[seat.position] == seat.wanted
        streams = [
            held(trace(drawn, setting, seat.tokens), cell.answer, sees_places(of))
            for seat in cell.pair
        ]
        np.testing.assert_allclose(streams[0], streams[1], atol=2e-6)


def test_a_program_that_looks_one_back_is_blind_to_the_first_token() -> None:
    found = blindspots(views(exam(LETTERS, first, 4), program(PREVIOUS)))
    assert found is not None
    assert {(cell.answer, cell.input) for cell in found.blind} == {(2, 0), (3, 0)}
    assert found.worst.pair is not None
    assert len(found.worst.pair[0].tokens) == 3
    assert found.sentence == (
        "At position 2 the wanted answer depends on the token at position 0, "
        "and wherever that token changes it, what you hold there stays the same."
    )
    assert found.claim.words == "Proved for your program on all 30 sequences of up to 4 tokens."


def test_nothing_is_blind_where_all_arrives() -> None:
    everything = "layer\n  head all\n    match key.position is 0\n    copy token -> got\noutput got"
    assert blindspots(views(exam(LETTERS, first, 4), program(everything))) is None


def test_no_program_sees_what_comes_later() -> None:
    found = blindspots(views(exam(LETTERS, following, 3), program(PREVIOUS)))
    assert found is not None
    assert all(cell.beyond and cell.blind == cell.depends for cell in found.cells)
    assert found.sentence.endswith("No program can be right here.")
    assert found.claim.words.startswith("Proved for every program on all")
    both = Setting(tokens=("a", "b"), max_len=4, attention="bidirectional")
    seeing = blindspots(views(exam(both, following, 3), program(PREVIOUS)))
    assert seeing is not None
    assert not any(cell.beyond for cell in seeing.cells)


@pytest.mark.parametrize(
    ("allowance", "beyond"),
    [
        (Allowance(budget={"heads": 0}), True),
        (Allowance(budget={"layers": 0}), True),
        (Allowance(forbidden=frozenset({"heads"})), True),
        (Allowance(budget={"heads": 1}), False),
        (Allowance(given=Given(program(PREVIOUS), free=True), budget={"heads": 0}), False),
    ],
)
def test_without_heads_a_position_knows_only_itself(allowance: Allowance, beyond: bool) -> None:
    still = "slot got : token\nlayer\n  mlp\n    when token is a: got = a\noutput got"
    found = blindspots(views(exam(LETTERS, first, 3, allowance=allowance), program(still)))
    assert found is not None
    assert found.worst.beyond is beyond
    assert ("without heads" in found.sentence) is beyond


def test_a_large_world_is_cut_and_the_claim_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEATS", 34)
    found = blindspots(views(exam(LETTERS, first, 4), program(PREVIOUS)))
    assert found is not None
    assert found.positions == 3
    assert found.claim.scope == "for your program on the 14 shortest of 30 sequences"


def test_it_can_be_stored() -> None:
    found = blindspots(views(exam(LETTERS, first, 3), program(PREVIOUS)))
    assert isinstance(found, Blindspots)
    plain = found.as_json()
    assert plain["worst"] == {"answer": 2, "input": 0}
    assert {"answer", "input", "depends", "blind", "beyond", "pair"} == set(plain["cells"][0])


def test_without_heads_it_is_not_the_mask_that_hides_what_comes_later() -> None:
    both = replace(LETTERS, attention="bidirectional")
    allowance = Allowance(forbidden=frozenset({"heads"}))
    of = exam(both, lambda row: [row[-1], *[None] * (len(row) - 1)], 2, allowance=allowance)
    found = blindspots(views(of, program("slot out : token\noutput out")))
    assert found is not None
    assert (found.worst.answer, found.worst.input, found.worst.beyond) == (0, 1, True)
    assert "without heads a position knows only itself" in found.sentence


def test_a_token_may_be_held_where_it_does_not_matter() -> None:
    """The second token is asked where the first is b, and held where it is not."""
    fetch = "".join(
        f"  head {name}\n    match key.position is {at}\n    copy token -> {name}\n"
        for name, at in (("one", 0), ("two", 1))
    )
    erase = "".join(f"    when one is b and two is {t}: two = {t} gain -1\n" for t in "ab")

    def second(row: tuple[str, ...]) -> list[str | None]:
        return [None, None, row[1] if row[0] == "b" else "a"]

    of = exam(LETTERS, second, 3, shortest=3)
    own = program(f"slot out : token\nlayer\n{fetch}layer\n  mlp\n{erase}output out")
    found = blindspots(views(of, own))
    assert found is not None
    assert (found.worst.answer, found.worst.input, found.worst.share) == (2, 1, 1.0)
    assert "wherever that token changes it" in found.sentence
