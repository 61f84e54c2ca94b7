"""The lemmas: what is accepted holds of every program drawn, and what fails is said."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.gaps.exam import Exam
from app.gaps.proofs.attempt import LEMMA_NAMES, Attempt, LemmaName, Part
from app.gaps.proofs.lemmas import LEMMAS, killer, rule, search
from app.gaps.views import views
from app.language.allowance import Allowance, Given
from app.language.complaints import complaints
from app.language.program import Program
from app.language.setting import Generate, Setting
from tests.gaps.small import exam, exam_of, program
from tests.strategies import programs, settings

SELECTING = frozenset({"averaging heads"})
NO_HEADS = Allowance(forbidden=frozenset({"heads"}))
ONE_LOOK = Allowance(budget={"heads": 1, "layers": 1}, forbidden=SELECTING)


def pair(
    setting: Setting,
    one: Sequence[str],
    other: Sequence[str],
    position: int,
    allowance: Allowance | None = None,
    wanted: tuple[str, str] = ("yes", "no"),
) -> Exam:
    """Two sequences, asked at one position."""
    cases = [
        (row, [answer if at == position else None for at in range(len(row))])
        for row, answer in zip((one, other), wanted, strict=True)
    ]
    made = exam_of(setting, cases, ("yes", "no"))
    return made if allowance is None else replace(made, allowance=allowance)


def attempted(made: Exam, lemma: LemmaName, position: int | None = None) -> Attempt:
    return Attempt(lemma, tuple(made.names(row) for row in range(made.total)), position)


def setting(tokens: str, attention: str = "causal", positions: str = "absolute") -> Setting:
    return Setting(
        tokens=tuple(tokens),
        max_len=8,
        attention=attention,  # type: ignore[arg-type]
        positions=positions,  # type: ignore[arg-type]
    )


def test_every_lemma_is_told() -> None:
    assert tuple(lemma.name for lemma in LEMMAS) == LEMMA_NAMES
    for lemma in LEMMAS:
        assert all((lemma.title, lemma.statement, lemma.hypotheses, lemma.gives))


# What is accepted holds of every program --------------------------------------------------------


@given(st.data())
def test_no_program_sees_the_future(data: st.DataObject) -> None:
    place = replace(data.draw(settings()), attention="causal")
    assume(place.max_len > 1)
    own = data.draw(programs(place))
    tokens = place.tokens[1:] if place.bos else place.tokens
    row = st.lists(st.sampled_from(tokens), min_size=1, max_size=place.max_len - int(place.bos))
    one, other = data.draw(row), data.draw(row)
    past = data.draw(st.integers(1, min(len(one), len(other))))
    front = ["^"] if place.bos else []
    one, other = [*front, *one], [*front, *one[:past], *other[past:]]
    made = pair(place, one, other, past - 1)
    tried = attempted(made, "future")
    assume(one != other)
    assert rule(made, tried).accepted
    assert killer(made, tried, own) is not None


@given(st.data())
def test_no_program_without_positions_tells_anagrams_apart(data: st.DataObject) -> None:
    drawn = replace(data.draw(settings()), attention="bidirectional", positions="none")
    place = replace(drawn, bos=False, max_len=5)
    own = data.draw(programs(place))
    more = data.draw(st.lists(st.sampled_from(place.tokens), min_size=1, max_size=3))
    places = data.draw(st.permutations(range(2 + len(more))))
    kept = [*place.tokens[:2], *more]
    swapped = [kept[1], kept[0], *more]
    row, other, at = [kept[i] for i in places], [swapped[i] for i in places], places.index(2)
    made = pair(place, row, other, at)
    tried = attempted(made, "anagrams")
    assert rule(made, tried).accepted
    assert killer(made, tried, own) is not None


@given(st.data())
def test_no_program_without_heads_sees_another_token(data: st.DataObject) -> None:
    place = replace(data.draw(settings()), bos=False)
    drawn = data.draw(programs(place))
    own = replace(drawn, layers=tuple(replace(layer, heads=()) for layer in drawn.layers))
    assume(not complaints(own, place, NO_HEADS))
    row = st.lists(st.sampled_from(place.tokens), min_size=1, max_size=place.max_len)
    one, other = data.draw(row), data.draw(row)
    at = data.draw(st.integers(0, min(len(one), len(other)) - 1))
    other[at] = one[at]
    assume(one != other)
    made = pair(place, one, other, at, NO_HEADS)
    tried = attempted(made, "no-heads")
    assert rule(made, tried).accepted
    assert killer(made, tried, own) is not None


def test_without_heads_what_is_proved_no_table_of_answers_refutes() -> None:
    draw, proved = random.Random(4), 0
    rows = [row for size in (1, 2) for row in product("ab", repeat=size)]
    keys = list(product("ab", range(2)))
    for _ in range(150):
        cases = [
            (row, [draw.choice(("yes", "no", None, None)) for _ in row])
            for row in draw.sample(rows, draw.randint(2, 6))
        ]
        made = exam_of(setting("ab"), cases, ("yes", "no"), NO_HEADS)
        tables = (dict(zip(keys, said, strict=True)) for said in product(("yes", "no"), repeat=4))
        seats = [made.seat(at) for at in range(len(made.seats))]
        some = any(
            all(table[seat.tokens[seat.position], seat.position] == seat.wanted for seat in seats)
            for table in tables
        )
        found = search(made)
        assert (found is None) or not some
        assert (found is None) or rule(made, found).accepted
        proved += found is not None and found.lemma == "no-heads"
    assert proved > 10


# One look ---------------------------------------------------------------------------------------


def rankings_answer(made: Exam) -> bool:
    """Whether some ranking of all tokens at all positions, and some rules, are right."""
    seats = [made.seat(at) for at in range(len(made.seats))]
    for own in {(s.tokens[s.position], s.position) for s in seats}:
        group = [s for s in seats if (s.tokens[s.position], s.position) == own]
        seen = [list(enumerate(s.tokens[: own[1] + 1])) for s in group]
        keys = sorted({key for keys in seen for key in keys})
        if not any(
            _right([min(keys, key=ranking.index) for keys in seen], [s.wanted for s in group])
            for ranking in permutations(keys)
        ):
            return False
    return True


def _right(found: Sequence[object], wanted: Sequence[str]) -> bool:
    answers: dict[object, str] = {}
    return all(answers.setdefault(f, w) == w for f, w in zip(found, wanted, strict=True))


def test_one_look_is_judged_as_by_trying_all_rankings() -> None:
    draw, verdicts = random.Random(6), []
    rows = [(*row, "?") for row in product("01", repeat=3)]
    for _ in range(60):
        chosen = draw.sample(rows, draw.randint(2, 8))
        cases = [(row, [None, None, None, draw.choice(("yes", "no"))]) for row in chosen]
        made = exam_of(setting("01?"), cases, ("yes", "no"), ONE_LOOK)
        accepted = rule(made, Attempt("one-look", tuple(chosen))).accepted
        assert accepted == (not rankings_answer(made))
        verdicts.append(accepted)
    assert 5 < sum(verdicts) < 55


def parity_of_two(allowance: Allowance = ONE_LOOK, wanted: str = "0110") -> Exam:
    cases = [
        ((*row, "?"), [None, None, answer])
        for row, answer in zip(product("01", repeat=2), wanted, strict=True)
    ]
    return exam_of(setting("01?"), cases, "01", allowance)


def head(draw: random.Random) -> Program:
    lines = ["slot out : token", "layer", "head h"]
    for _ in range(draw.randint(0, 3)):
        what = draw.choice(["token is 0", "token is 1", "position is 0", "position is 1"])
        lines.append(f"{draw.choice(['match', 'avoid'])} key.{what} weight {draw.randint(1, 2)}")
    lines += [f"prefer {draw.choice(['latest', 'earliest'])}", "copy token -> t"]
    return program("\n".join([*lines, "copy position -> p", "output out"]))


def test_every_head_brings_the_same_from_two_of_a_list_it_cannot_sort() -> None:
    made, draw = parity_of_two(), random.Random(2)
    tried = attempted(made, "one-look")
    for own in [program("slot out : token\noutput out"), *(head(draw) for _ in range(50))]:
        found = killer(made, tried, own)
        assert found is not None
        assert found[0].wanted != found[1].wanted
        assert not views(made, own).right.all()


def test_there_is_no_pair_for_a_program_that_can_tell_all_apart() -> None:
    both = """
layer
  head one
    match key.position is 0
    prefer latest
    copy token -> first
  head two
    match key.position is 1
    prefer latest
    copy token -> second
output first
"""
    made = parity_of_two()
    assert killer(made, attempted(made, "one-look"), program(both)) is None


def test_a_list_says_which_sequences_it_does_not_need() -> None:
    rows = [(*row, "?") for row in product("01", repeat=3)]
    cases = [
        (row, [None, None, None, "1" if row[0] == "1" else str((int(row[1]) + int(row[2])) % 2)])
        for row in rows
    ]
    made = exam_of(setting("01?"), cases, "01", ONE_LOOK)
    ruling = rule(made, Attempt("one-look", tuple(rows)))
    assert ruling.accepted
    assert "does not need `1 0 0 ?`" in ruling.parts[-1].sentence
    assert {seat.tokens[0] for seat in ruling.seats} == {"0"}


@pytest.mark.parametrize(
    ("made", "rows", "part", "sentence"),
    [
        (parity_of_two(), 1, "a list", "from 2 to 16"),
        (parity_of_two(), 3, "no order works", "One head can sort all 3"),
        (
            parity_of_two(Allowance(budget={"heads": 1}, forbidden=SELECTING)),
            4,
            "one layer",
            "more",
        ),
        (
            parity_of_two(Allowance(budget={"heads": 2, "layers": 1}, forbidden=SELECTING)),
            4,
            "few heads",
            "2 heads",
        ),
        (
            parity_of_two(Allowance(budget={"heads": 1, "layers": 1})),
            4,
            "one position each",
            "may average",
        ),
    ],
)
def test_a_list_that_proves_nothing_is_told_why(
    made: Exam, rows: int, part: str, sentence: str
) -> None:
    names = tuple(made.names(row) for row in range(rows))
    found = failing(made, Attempt("one-look", names))
    assert found.name == part
    assert sentence in found.sentence


# What an attempt at a pair is told --------------------------------------------------------------


def failing(made: Exam, tried: Attempt) -> Part:
    ruling = rule(made, tried)
    assert not ruling.accepted
    assert ruling.seats == ()
    assert killer(made, tried, program("slot out : token\noutput out")) is None
    failed = [part for part in ruling.parts if not part.holds]
    assert ruling.sentence == failed[0].sentence
    return failed[0]


BAG = setting("abc", "bidirectional", "none")
EYE = program("layer\nhead eye\ncopy token -> out\noutput out")
FREE_EYE = Allowance(given=Given(EYE, free=True), budget={"heads": 0})


@pytest.mark.parametrize(
    ("made", "lemma", "part", "sentence"),
    [
        (pair(setting("ab"), "ab", "bb", 1), "no-heads", "no heads", "may hold heads"),
        (pair(setting("ab"), "ab", "bb", 1, FREE_EYE), "no-heads", "no heads", "may hold heads"),
        (
            pair(setting("ab"), "ab", "ba", 1, NO_HEADS),
            "no-heads",
            "same own token",
            "asked at `b`",
        ),
        (
            pair(setting("ab"), "ab", "ab", 1, NO_HEADS, ("no", "no")),
            "no-heads",
            "different answers",
            "Both want `no`",
        ),
        (pair(BAG, "ab", "aa", 0), "future", "causal mask", "the future too"),
        (pair(setting("ab"), "ab", "bb", 1), "future", "same past", "differ at position 0"),
        (
            pair(setting("ab"), "ab", "aa", 0, None, ("no", "no")),
            "future",
            "different answers",
            "Both want",
        ),
        (
            pair(setting("ab", "bidirectional"), "aab", "baa", 1),
            "anagrams",
            "no positions",
            "Positions can be read",
        ),
        (
            pair(setting("ab", "causal", "none"), "aab", "baa", 1),
            "anagrams",
            "no mask",
            "causal mask",
        ),
        (pair(BAG, "aab", "bab", 1), "anagrams", "anagrams", "more of `a`"),
        (
            pair(BAG, "abc", "bac", 0),
            "anagrams",
            "same own token",
            "asked at `a` and the other at `b`",
        ),
        (
            pair(BAG, "abc", "acb", 0, None, ("no", "no")),
            "anagrams",
            "different answers",
            "Both want",
        ),
    ],
)
def test_a_pair_that_proves_nothing_is_told_why(
    made: Exam, lemma: LemmaName, part: str, sentence: str
) -> None:
    found = failing(made, attempted(made, lemma))
    assert found.name == part
    assert sentence in found.sentence


def test_a_pair_must_be_two_sequences_that_the_puzzle_asks_about() -> None:
    made = pair(setting("ab"), "ab", "bb", 1, NO_HEADS)
    assert "there is 1" in failing(made, Attempt("no-heads", (("a", "b"),))).sentence
    rows = (("a", "b"), ("b", "b"))
    assert "does not ask position 0" in failing(made, Attempt("no-heads", rows, 0)).sentence
    assert "does not ask position -1" in failing(made, Attempt("no-heads", rows, -1)).sentence
    other = (("a", "b"), ("b", "b", "b"))
    assert "does not ask about `b b b`" in failing(made, Attempt("no-heads", other)).sentence
    assert "empty sequence" in failing(made, Attempt("no-heads", (("a", "b"), ()))).sentence
    unknown = (("a", "b"), ("a", "z"))
    assert "`z` is not a token" in failing(made, Attempt("no-heads", unknown)).sentence
    assert rule(made, Attempt("no-heads", rows)).accepted


def test_a_sequence_must_start_with_the_sink_where_there_is_one() -> None:
    place = Setting(tokens=("^", "a", "b"), max_len=4, bos=True)
    made = pair(place, "^ab", "^bb", 2, NO_HEADS)
    tried = Attempt("no-heads", (("a", "b"), ("b", "b")))
    assert "starts with `^`" in failing(made, tried).sentence
    assert rule(made, attempted(made, "no-heads")).accepted


def test_positions_count_without_heads_exactly_where_there_are_any() -> None:
    for positions, accepted in (("absolute", False), ("none", True)):
        place = setting("ab", "causal", positions)
        cases = [(("b",), ["yes"]), (("a", "b"), [None, "no"])]
        made = exam_of(place, cases, ("yes", "no"), NO_HEADS)
        assert rule(made, attempted(made, "no-heads")).accepted == accepted
        assert (search(made) is not None) == accepted


@pytest.mark.parametrize(
    ("allowance", "covered"),
    [
        (Allowance(budget={"heads": 0}), True),
        (Allowance(budget={"layers": 0}), True),
        (Allowance(budget={"layers": 1}, per_layer=({"heads": 0},)), True),
        (Allowance(budget={"layers": 2}, per_layer=({"heads": 0},)), False),
        (Allowance(per_layer=({"heads": 0},)), False),
        (Allowance(forbidden=frozenset({"rules"})), False),
        (Allowance(given=Given(EYE), forbidden=frozenset({"heads"})), False),
    ],
)
def test_whether_heads_are_out_of_the_question(allowance: Allowance, covered: bool) -> None:
    made = pair(setting("ab"), "ab", "bb", 1, allowance)
    assert rule(made, attempted(made, "no-heads")).accepted == covered


def test_a_puzzle_that_generates_is_held_to_every_token() -> None:
    """Its cases are the sequences as they grow, so what is proved of them is proved of it."""
    place = replace(setting("ab"), generate=Generate(2))
    cases = [(("a", "b"), [None, "a"]), (("b", "b"), [None, "b"])]
    made = exam_of(place, cases, "ab", NO_HEADS)
    assert rule(made, attempted(made, "no-heads")).accepted


# Searching --------------------------------------------------------------------------------------


def ends(row: tuple[str, ...]) -> list[str | None]:
    return [row[0] if at == len(row) - 1 else None for at in range(len(row))]


def later(row: tuple[str, ...]) -> list[str | None]:
    return ["yes" if "b" in row[at + 1 :] else "no" for at in range(len(row))]


@pytest.mark.parametrize(
    ("made", "lemma"),
    [
        (exam(setting("ab"), ends, 3, "ab", NO_HEADS), "no-heads"),
        (exam(setting("ab"), later, 3, ("yes", "no")), "future"),
        (exam(setting("abc", "bidirectional", "none"), ends, 3, "abc"), "anagrams"),
        (parity_of_two(), "freeze"),
        (exam(setting("ab"), ends, 3, "ab"), None),
        (exam(setting("ab"), ends, 3, "ab", ONE_LOOK), None),
        (exam(setting("ab", "bidirectional"), later, 3, ("yes", "no"), ONE_LOOK), None),
    ],
)
def test_the_search_finds_the_lemma_or_rightly_none(made: Exam, lemma: LemmaName | None) -> None:
    found = search(made)
    assert (found and found.lemma) == lemma
    assert found is None or rule(made, found).accepted


def test_the_search_finds_a_list_where_nothing_can_be_frozen() -> None:
    cases = [(row, [None, None, None, answer]) for row, answer in zip(MIXED, "0110", strict=True)]
    made = exam_of(setting("01?"), cases, "01", ONE_LOOK)
    found = search(made)
    assert found is not None
    assert rule(made, found).accepted


MIXED = [("0", "0", "1", "?"), ("0", "1", "0", "?"), ("1", "0", "1", "?"), ("1", "1", "0", "?")]
