"""What could not be known: two seats that hold the same and want different answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given, note
from hypothesis import settings as effort
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.engine.trace import trace
from app.gaps.collisions import closest, pairwise
from app.gaps.collisions.collision import Collision, collision, unspoken
from app.gaps.exam import Exam, Seat
from app.gaps.views import Views, sees_places, views
from app.language.allowance import Allowance
from app.language.program import Program
from app.language.setting import Setting
from app.language.show import show
from tests import strategies
from tests.engine import slow
from tests.gaps.small import exam, exam_of, program

ABC = Setting(tokens=("a", "b", "c"), max_len=6)
BAG = replace(ABC, attention="bidirectional", positions="none")

NOTHING = program("layer\noutput token")
AVERAGE = program("layer\n  head all\n    copy token -> mix\noutput mix")
LATEST = program(
    "layer\n  head last\n    match key.position == query.position - 1\n"
    "    copy token -> prev\noutput prev"
)


def at_end(answer: str | None, row: Sequence[str]) -> list[str | None]:
    return [*[None] * (len(row) - 1), answer]


def first_token(row: Sequence[str]) -> list[str | None]:
    return at_end(row[0], row)


def _collision(exam: Exam, program: Program) -> Collision:
    found = collision(views(exam, program))
    assert found is not None
    return found


# Strength ---------------------------------------------------------------------------------------


def test_a_head_could_still_help_where_other_positions_differ() -> None:
    found = _collision(exam(ABC, first_token, 3, shortest=2), NOTHING)
    assert found.strength == "stream"
    assert (found.first, found.second) == (Seat(("a", "a"), 1, "a"), Seat(("b", "a"), 1, "b"))
    assert (found.given, found.differ, found.fewest) == (("a", "a"), (0,), True)
    assert "after layer 1 your stream at position 1 is equal" in found.sentence
    assert "one wants `a` and the other `b`. No rule" in found.sentence
    assert found.closeness == "They differ in one token."


def test_what_comes_later_cannot_be_seen_by_any_layer() -> None:
    def later(row: Sequence[str]) -> list[str | None]:
        return [row[-1], *[None] * (len(row) - 1)]

    found = _collision(exam(ABC, later, 2, shortest=2), LATEST)
    assert found.strength == "everywhere"
    assert (found.first.position, found.differ) == (0, (1,))
    assert found.from_start
    assert found.sentence.endswith("No further layer can be right on both.")


def test_what_the_layers_made_equal_a_layer_must_keep_apart() -> None:
    """The tokens are sealed, and nothing has brought any of them into a slot that is not."""
    allowance = Allowance(sealed=frozenset({"token"}))
    small = exam(ABC, lambda row: at_end(row[-1], row), 2, allowance=allowance)
    found = _collision(small, program("slot x : token\nlayer\noutput x"))
    assert (found.strength, found.from_start) == ("everywhere", False)
    assert found.sentence.endswith("on both: a layer you have must keep them apart.")


def test_without_positions_an_order_cannot_be_seen_by_any_layer() -> None:
    found = _collision(
        exam(BAG, lambda row: at_end(row[0], row) if row[-1] == "c" else [None] * len(row), 3),
        AVERAGE,
    )
    assert (found.strength, found.from_start) == ("everywhere", True)
    assert found.first.tokens == ("a", "b", "c")
    assert found.second.tokens == ("b", "a", "c")
    assert found.closeness == "They differ in 2 tokens; no two that you confuse differ in fewer."


@pytest.mark.parametrize(
    ("forbidden", "strength"), [(frozenset({"prefer"}), "everywhere"), (frozenset(), "stream")]
)
def test_a_preference_reads_positions_that_are_sealed(
    forbidden: frozenset[str], strength: str
) -> None:
    setting = replace(BAG, positions="absolute")
    allowance = Allowance(sealed=frozenset({"position"}), forbidden=forbidden)  # type: ignore[arg-type]
    cases = [(tuple(row), at_end(row[0], row)) for row in ("abc", "bac")]
    small = exam_of(setting, cases, setting.tokens, allowance)
    assert _collision(small, AVERAGE).strength == strength


def test_without_positions_one_sequence_can_collide_with_itself() -> None:
    setting = replace(ABC, positions="none")

    def count(row: Sequence[str]) -> list[str | None]:
        return [str(i) for i in range(len(row))]

    found = _collision(exam(setting, count, 3, labels=("0", "1", "2")), NOTHING)
    assert found.first.tokens == found.second.tokens == ("a", "a")
    assert (found.first.position, found.second.position, found.differ) == (0, 1, ())
    assert "at position 0 of one and position 1 of the other" in found.sentence
    assert found.strength == "stream"


# What is held -----------------------------------------------------------------------------------


def test_a_slot_that_is_sealed_does_not_count_and_is_not_shown() -> None:
    allowance = Allowance(sealed=frozenset({"token"}))
    small = exam(ABC, lambda row: list(row), 1, allowance=allowance)
    found = _collision(small, program("slot out : token\nlayer\noutput out"))
    assert found.differ == (0,)
    assert found.held == (("position", (("0", 1.0),)),)
    assert found.strength == "everywhere"


def test_both_hold_what_is_said_to_be_held() -> None:
    wanted = {"abca": "b", "acba": "c"}
    cases = [(tuple(row), at_end(answer, row)) for row, answer in wanted.items()]
    found = _collision(exam_of(ABC, cases, ABC.tokens), AVERAGE)
    assert found.held == (
        ("token", (("a", 1.0),)),
        ("position", (("3", 1.0),)),
        ("mix", (("a", 0.5), ("b", 0.25), ("c", 0.25))),
    )
    assert found.seats == 2


def test_every_seat_that_shares_its_stream_is_counted() -> None:
    found = _collision(exam(ABC, first_token, 2), NOTHING)
    assert found.seats == 9, "one token alone is its own first; of two, all could be any"


def test_amounts_that_differ_a_little_are_said_to_count_as_equal() -> None:
    faint = program(
        "slot out : token\nlayer\n  mlp\n    when token is a: out = a gain 0.0000005\noutput out"
    )
    allowance = Allowance(sealed=frozenset({"token"}))
    found = _collision(exam(ABC, lambda row: list(row), 1, allowance=allowance), faint)
    assert found.claim.words.startswith("Proved for your program on all 3 sequences")
    assert found.claim.scope.endswith(", amounts within a millionth counting as equal")
    assert (found.exact, found.strength) == (False, "stream")
    assert found.sentence.endswith("unless it magnifies a difference as small as that.")


def test_a_rule_that_magnifies_can_be_right_where_amounts_counted_as_equal() -> None:
    copy = "prefer earliest\n    copy token -> x gain 5/10000000\n"
    faint = f"slot out : token\nlayer\n  head h\n    {copy}"
    small = exam(ABC, first_token, 2)
    found = _collision(small, program(f"{faint}output out"))
    assert not found.exact
    assert "to within a millionth" in found.sentence
    loud = "".join(f"    neuron 1000000000*x[{t}]: out = {t}\n" for t in "abc")
    assert views(small, program(f"{faint}layer\n  mlp\n{loud}output out")).right.all()


def test_a_rule_within_the_last_layer_is_not_said_to_be_of_no_help() -> None:
    """What a rule erases, another of the same layer can still read."""
    head = "slot out : token\nlayer\n  head h\n    prefer earliest\n    copy token -> x\n  mlp\n"
    erased = head + "".join(f"    when x is {t}: x = {t} gain -1\n" for t in "abc")
    small = exam(ABC, first_token, 2)
    found = _collision(small, program(f"{erased}output out"))
    assert found.sentence.endswith("No rule that comes after can be right on both.")
    beside = "".join(f"    when x is {t}: out = {t}\n" for t in "abc")
    assert views(small, program(f"{erased}{beside}output out")).right.all()


def test_amounts_that_differ_by_more_are_told_apart() -> None:
    faint = program(
        "slot out : token\nlayer\n  mlp\n    when token is a: out = a gain 0.000002\n"
        "    when token is b: out = b gain 0.000002\noutput out"
    )
    allowance = Allowance(sealed=frozenset({"token"}))
    assert collision(views(exam(ABC, lambda row: list(row), 1, allowance=allowance), faint)) is None


def test_it_is_plain_data_too() -> None:
    found = _collision(exam(ABC, first_token, 2, shortest=2), NOTHING)
    data = json.loads(json.dumps(found.as_json()))
    assert data["first"] == {"tokens": ["a", "a"], "position": 1, "wanted": "a", "given": "a"}
    assert (data["differ"], data["standing"], data["strength"]) == ([0], "proof", "stream")
    assert data["held"] == {"token": {"a": 1.0}, "position": {"1": 1.0}}


# Closeness --------------------------------------------------------------------------------------


def test_three_tokens_are_found_too_and_said_to_be_the_fewest() -> None:
    rows = {"abca": "a", "bcaa": "b", "cabc": "a"}
    found = _collision(_worded(rows), AVERAGE)
    assert (found.first.tokens, found.second.tokens) == (tuple("abca"), tuple("bcaa"))
    assert (found.differ, found.fewest) == ((0, 1, 2), True)
    assert found.closeness.endswith("no two that you confuse differ in fewer.")


def _worded(rows: Mapping[str, str]) -> Exam:
    setting = replace(ABC, tokens=("a", "b", "c", "d"))
    return exam_of(setting, [(tuple(r), at_end(w, r)) for r, w in rows.items()], ABC.tokens)


def test_a_search_that_was_cut_short_does_not_claim_the_fewest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(closest, "FEW", 0)
    monkeypatch.setattr(closest, "WORK", 0)
    monkeypatch.setattr(pairwise, "PAIRS", 1)
    found = _collision(exam(ABC, first_token, 4, shortest=2), NOTHING)
    assert not found.fewest
    assert "fewe" not in found.closeness + found.sentence + found.claim.words


def test_the_shorter_of_two_pairs_is_shown() -> None:
    rows = {"abcda": "a", "abcdd": "b", "aba": "b", "aca": "a", "aa": "c"}
    pair = _collision(_worded(rows), program("slot x : token\nlayer\noutput x"))
    assert (pair.first.tokens, pair.second.tokens) == (tuple("aba"), tuple("aca"))


@effort(max_examples=150, deadline=None)
@given(st.data())
def test_no_pair_is_closer_whatever_the_classes(data: st.DataObject) -> None:
    letters = st.text("abc", min_size=1, max_size=6)
    rows = data.draw(st.lists(letters, min_size=2, max_size=40, unique=True))
    rows.sort(key=lambda row: (len(row), row))
    cases = [(tuple(row), at_end(data.draw(st.sampled_from("ab")), row)) for row in rows]
    small = exam_of(ABC, cases, ABC.tokens)
    number = st.integers(0, data.draw(st.sampled_from((0, 3, 12))))
    classes = np.array(data.draw(st.lists(number, min_size=len(rows), max_size=len(rows))))
    few = data.draw(st.sampled_from((0, closest.FEW)), label="compared pair by pair at once")
    with mock.patch.object(closest, "FEW", few):
        found = closest.closest(small, classes, lambda one, other: True)
    apart, wanted = _distances(small), small.seats.wanted
    ranked = [
        (int(apart[i, j]), j, i)
        for i, j in combinations(range(len(rows)), 2)
        if classes[i] == classes[j] and wanted[i] != wanted[j]
    ]
    if found is None:
        assert not ranked
        return
    assert found.fewest
    assert (found.distance, found.second, found.first) == min(ranked)


# Truth ------------------------------------------------------------------------------------------

World = tuple[Exam, Program]


KINDS = ("first", "end", "count", "rare", "chance")
SEALED = ((), ("token",), ("position",), ("token", "position"))


@st.composite
def exams(
    draw: st.DrawFn,
    kinds: Sequence[str] = KINDS,
    sealed: Sequence[tuple[str, ...]] = SEALED,
) -> World:
    """A random program on every short sequence, with answers that some rule decides, or chance."""
    setting = draw(strategies.settings())
    length = min(3 if len(setting.tokens) < 4 else 2, setting.max_len - setting.bos)
    assume(length >= 1)
    chance, kind = draw(st.randoms(use_true_random=False)), draw(st.sampled_from(kinds))

    def wanted(row: tuple[str, ...], at: int) -> str | None:
        index = setting.tokens.index(row[0] if kind == "first" else row[at])
        if kind == "end" and at < len(row) - 1:
            return None
        yes = {
            "count": row[: at + 1].count(row[at]) % 2 == 0,
            "place": (index + at) % 2 == 0,
            "rare": chance.random() < 0.05,
            "chance": chance.random() < 0.5,
        }.get(kind, index == 1)
        return "yes" if yes else "no"

    small = exam(
        setting,
        lambda row: [wanted(row, at) for at in range(len(row))],
        length,
        labels=("no", "yes"),
        allowance=Allowance(sealed=frozenset(draw(st.sampled_from(sealed)))),
    )
    return small, draw(strategies.programs(setting))


def readable(
    exam: Exam, streams: Sequence[Mapping[str, Sequence[slow.Real]]], at: int
) -> list[float]:
    """All that may be read at a position, as the slow implementation has it."""
    return [
        float(amount)
        for slot, amounts in streams[at].items()
        if slot not in exam.allowance.sealed
        for amount in amounts
    ]


def _distances(exam: Exam) -> NDArray[np.int64]:
    rows = [exam.names(int(row)) for row in exam.seats.rows]
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return np.array(
        [[sum(x != y for x, y in zip(a, b, strict=True)) for b in padded] for a in padded]
    )


def _best(exam: Exam, program: Program) -> tuple[int, int, int] | None:
    """The closest pair by comparing all: differing tokens, longer length, seats in conflict."""
    outcomes = [slow.run(program, exam.setting, list(exam.names(r))) for r in range(exam.total)]
    seats = exam.seats
    held = np.array(
        [
            readable(exam, outcomes[row].streams[-1], at)
            for row, at in zip(seats.rows, seats.positions, strict=True)
        ]
    ).reshape(len(seats), -1)
    same = (np.abs(held[:, None] - held[None]) <= 1e-6).all(axis=2)
    torn = same & (seats.wanted[:, None] != seats.wanted[None])
    pairs = np.argwhere(torn)
    if not len(pairs):
        return None
    apart, lengths = _distances(exam), exam.lengths[seats.rows].astype(int)
    distance, longer = min((int(apart[i, j]), int(max(lengths[i], lengths[j]))) for i, j in pairs)
    return distance, longer, int(torn.any(axis=1).sum())


@effort(max_examples=60, deadline=None)
@given(exams())
def test_the_closest_collision_is_found_if_there_is_any(world: World) -> None:
    small, written = world
    note(f"{small.setting}\n{small.allowance.sealed}\n{show(written)}")
    assume(written.outputs[0].slot not in small.allowance.sealed)
    found, wanted = collision(views(small, written)), _best(small, written)
    if found is None:
        assert wanted is None
        return
    assert wanted is not None
    longer = max(len(found.first.tokens), len(found.second.tokens))
    assert found.fewest
    assert (len(found.differ), longer, found.seats) == wanted
    _is_true(small, written, found)


def _is_true(exam: Exam, program: Program, found: Collision) -> None:
    """Both seats run once more, slowly: they hold the same and want different answers."""
    ends = [
        slow.run(program, exam.setting, list(seat.tokens)).streams[-1]
        for seat in (found.first, found.second)
    ]
    here, there = found.first.position, found.second.position

    def near(at: int, place: int) -> bool:
        one, other = readable(exam, ends[0], at), readable(exam, ends[1], place)
        return bool(np.allclose(one, other, rtol=0, atol=1e-6))

    assert near(here, there)
    assert found.first.wanted != found.second.wanted
    causal = exam.setting.attention == "causal"
    if found.strength == "everywhere" and (causal or sees_places(exam)):
        assert here == there
        assert all(near(at, at) for at in range(here + 1 if causal else len(ends[0])))
    elif causal and here == there:
        assert (found.strength == "everywhere") == all(near(at, at) for at in range(here + 1))


# Known but not said -----------------------------------------------------------------------------


def _told(exam: Exam, text: str) -> Views:
    return views(exam, program(text))


def test_the_slot_that_knows_is_named() -> None:
    small = exam(ABC, lambda row: list(row), 1)
    found = unspoken(_told(small, "slot out : token\nlayer\noutput out"))
    assert found is not None
    assert found.second is not None
    assert (found.first.tokens, found.second.tokens) == (("a",), ("b",))
    assert (found.slots, found.tells, found.given) == (("token",), ("token",), (None, None))
    assert found.sentence == (
        "You know, but do not say: in these two `out` is the same, though one wants `a` and the "
        "other `b`; they differ in `token`. `token` alone settles the answer on every test."
    )
    assert json.loads(json.dumps(found.as_json()))["tells"] == ["token"]


def test_two_slots_may_be_needed_together() -> None:
    def equal(row: Sequence[str]) -> list[str | None]:
        return [None, "a" if row[0] == row[1] else "b"]

    text = (
        "slot out : token\nlayer\n  head last\n    match key.position == query.position - 1\n"
        "    copy token -> prev\n  head other\n    copy token -> mix\noutput out"
    )
    found = unspoken(
        _told(
            exam(ABC, equal, 2, shortest=2),
            text.replace("  head other\n    copy token -> mix\n", ""),
        )
    )
    assert found is not None
    assert found.tells == ("token", "prev")
    assert "`token` and `prev` alone settle" in found.sentence
    shorter = unspoken(_told(exam(ABC, equal, 2, shortest=2), text))
    assert shorter is not None
    assert shorter.tells == ("mix",), "an even share of two letters, or one letter alone"


def test_an_output_that_knows_under_another_name() -> None:
    small = exam(ABC, lambda row: [{"a": "b", "b": "c", "c": "a"}[t] for t in row], 2)
    found = unspoken(views(small, NOTHING))
    assert found is not None
    assert (found.second, found.tells) == (None, ("token",))
    assert "`token` alone settles the answer on every test" in found.sentence


def test_nothing_is_unspoken_where_it_could_not_be_known_or_is_right() -> None:
    assert unspoken(views(exam(ABC, first_token, 2), NOTHING)) is None
    right = exam(ABC, lambda row: list(row), 2)
    assert unspoken(views(right, NOTHING)) is None
    assert collision(views(right, NOTHING)) is None


@effort(max_examples=60, deadline=None)
@given(exams(("end", "place"), sealed=((), ("token",))))
def test_slots_that_tell_decide_the_answer_and_no_fewer_do(world: World) -> None:
    small, written = world
    note(f"{small.setting}\n{small.allowance.sealed}\n{show(written)}")
    seen = views(small, written)
    found = unspoken(seen)
    if found is None or found.second is None:
        return
    seats = [small.seat(at) for at in range(len(small.seats))]
    held = [
        {s: tuple(v[seat.position].round(5)) for s, v in traced.streams[-1].items()}
        for seat, traced in ((s, trace(written, small.setting, s.tokens)) for s in seats)
    ]

    def decides(slots: Sequence[str]) -> bool:
        answers: dict[object, set[str]] = {}
        for seat, mine in zip(seats, held, strict=True):
            answers.setdefault(tuple(mine[s] for s in slots), set()).add(seat.wanted)
        return all(len(wanted) == 1 for wanted in answers.values())

    known = [s for s in held[0] if s not in small.allowance.sealed]
    assert set(found.tells) <= set(known)
    assert not found.tells or decides(found.tells)
    fewer = range(1, len(found.tells) if found.tells else 4)
    assert not any(decides(slots) for size in fewer for slots in combinations(known, size))
    one, other = (held[seats.index(seat)] for seat in (found.first, found.second))
    assert one[found.output] == other[found.output]
    assert found.slots == tuple(s for s in known if one[s] != other[s])
