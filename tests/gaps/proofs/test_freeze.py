"""The freeze lemma, against every ranking of what a head can look for on small worlds."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, permutations, product

import pytest

from app.engine.run import answer_labels
from app.gaps.exam import Exam
from app.gaps.proofs.attempt import Attempt, Part
from app.gaps.proofs.freeze import find_freeze
from app.gaps.proofs.lemmas import killer, rule
from app.gaps.views import views
from app.language.allowance import Allowance, Given
from app.language.complaints import complaints
from app.language.program import Program
from app.language.setting import Setting
from tests.gaps.small import exam, exam_of, program

SELECTING = frozenset({"averaging heads"})
Sequenced = tuple[str, ...]


def allowed(heads: int, layers: int = 1) -> Allowance:
    return Allowance(budget={"heads": heads, "layers": layers}, forbidden=SELECTING)  # type: ignore[arg-type]


def ballots(answer: Callable[[Sequenced], str], bits: int, heads: int) -> Exam:
    """Every sequence of 0 and 1 of one length with a `?` behind it, which is asked."""
    cases = [((*row, "?"), [*[None] * bits, answer(row)]) for row in product("01", repeat=bits)]
    setting = Setting(tokens=("0", "1", "?"), max_len=bits + 1)
    return exam_of(setting, cases, "01", allowed(heads))


def parity(row: Sequenced) -> str:
    return str(row.count("1") % 2)


def majority(row: Sequenced) -> str:
    return Counter(row).most_common(1)[0][0]


def attempt(bits: int, free: Sequence[int] | None = None) -> Attempt:
    places = tuple(range(bits)) if free is None else tuple(free)
    return Attempt("freeze", (("0",) * bits + ("?",),), None, places)


# How many heads are needed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "bits", "needed"),
    [
        (parity, 2, 2),
        (parity, 3, 3),
        (parity, 4, 4),
        (parity, 6, 6),
        (majority, 3, 2),
        (majority, 5, 3),
        (majority, 7, 4),
    ],
)
def test_the_lemma_proves_as_many_heads_as_are_needed_and_no_more(
    answer: Callable[[Sequenced], str], bits: int, needed: int
) -> None:
    for heads in range(1, needed):
        assert rule(ballots(answer, bits, heads), attempt(bits)).accepted
    assert not rule(ballots(answer, bits, needed), attempt(bits)).accepted


def slots(count: int, heads: int) -> Exam:
    """Induction with one marker `q` in one of several slots, and a bit behind each slot."""
    cases = []
    for at, bits in product(range(count), product("01", repeat=count)):
        row = [token for slot in range(count) for token in ("q" if slot == at else "x", bits[slot])]
        cases.append(((*row, "q"), [*[None] * len(row), bits[at]]))
    setting = Setting(tokens=("0", "1", "q", "x"), max_len=2 * count + 1)
    return exam_of(setting, cases, "01", allowed(heads))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_induction_needs_a_head_for_every_slot(count: int) -> None:
    values = tuple(range(1, 2 * count, 2))
    for heads in range(1, count + 1):
        made = slots(count, heads)
        tried = Attempt("freeze", (made.names(0),), None, values)
        assert rule(made, tried).accepted == (heads < count)


def hops(names: int, heads: int) -> Exam:
    """f(f(a)) where the facts f(0), f(1), ... stand at fixed places and `a` is asked last."""
    labels = "abcd"[:names]
    cases = []
    for facts in product(labels, repeat=names):
        after = dict(zip(labels, facts, strict=True))
        cases.append(((*facts, "a"), [*[None] * names, after[after["a"]]]))
    setting = Setting(tokens=tuple(labels), max_len=names + 1)
    return exam_of(setting, cases, labels, allowed(heads))


@pytest.mark.parametrize("names", [2, 3, 4])
def test_two_hops_need_a_head_less_than_there_are_names(names: int) -> None:
    for heads in range(1, names + 1):
        made = hops(names, heads)
        every = [
            Attempt("freeze", (made.names(0),), None, free)
            for size in range(1, names + 1)
            for free in combinations(range(names), size)
        ]
        assert any(rule(made, one).accepted for one in every) == (heads < names - 1)


# Soundness, by trying all heads there are -------------------------------------------------------


@lru_cache
def looks(cases: tuple[Sequenced, ...]) -> frozenset[tuple[str, ...]]:
    """What every ranking finds in each case; the seat is the last position, and has one token.

    To prefer the seat's own token to a key is to find nothing there: rankings may stop early.
    """
    keys = sorted({f"{t}@{i}" for row in cases for i, t in enumerate(row[:-1])})
    found = set()
    for ranking in permutations([*keys, "own"]):
        best = {key: at for at, key in enumerate(ranking)}
        found.add(
            tuple(
                min(["own", *(f"{t}@{i}" for i, t in enumerate(row[:-1]))], key=best.__getitem__)
                for row in cases
            )
        )
    return frozenset(found)


def some_heads_answer(made: Exam, heads: int) -> bool:
    """Whether some heads that select, and any rules after them, are right on all cases."""
    for token in {seat.tokens[-1] for seat in seats(made)}:
        group = [seat for seat in seats(made) if seat.tokens[-1] == token]
        cases = tuple(seat.tokens for seat in group)
        wanted = [seat.wanted for seat in group]
        if not any(
            consistent(list(zip(*chosen, strict=True)), wanted)
            for chosen in combinations([*looks(cases), ("",) * len(cases)], heads)
        ):
            return False
    return True


def seats(made: Exam) -> Iterator:  # type: ignore[type-arg]
    return (made.seat(at) for at in range(len(made.seats)))


def consistent(found: Sequence[tuple[str, ...]], wanted: Sequence[str]) -> bool:
    answers: dict[tuple[str, ...], str] = {}
    return all(answers.setdefault(f, w) == w for f, w in zip(found, wanted, strict=True))


@pytest.mark.parametrize("heads", [1, 2])
def test_what_is_accepted_no_ranking_refutes(heads: int) -> None:
    """On random parts of a small world, so that not every sequence exists."""
    draw, accepted = random.Random(heads), 0
    domain = list(product("01", repeat=3)) if heads == 2 else list(product("012", repeat=2))
    bits = len(domain[0])
    for _ in range(200):
        rows = sorted(draw.sample(domain, draw.randint(len(domain) // 2, len(domain))))
        even = draw.random() < 0.5
        cases = [
            (
                (*row, "?"),
                [*[None] * bits, str(sum(map(int, row)) % 2) if even else draw.choice("01")],
            )
            for row in rows
        ]
        setting = Setting(tokens=("0", "1", "2", "?"), max_len=bits + 1)
        made = exam_of(setting, cases, "01", allowed(heads))
        proved = any(
            rule(made, Attempt("freeze", (cases[0][0],), bits, free)).accepted
            for size in range(1, bits + 1)
            for free in combinations(range(bits), size)
        )
        accepted += proved
        assert not (proved and some_heads_answer(made, heads))
    assert accepted > 3


@pytest.mark.parametrize(
    ("answer", "bits", "heads"), [(parity, 2, 1), (parity, 3, 2), (majority, 3, 1)]
)
def test_no_ranking_refutes_the_head_counts(
    answer: Callable[[Sequenced], str], bits: int, heads: int
) -> None:
    assert not some_heads_answer(ballots(answer, bits, heads), heads)


def test_two_heads_that_are_found_for_a_majority_of_three() -> None:
    assert some_heads_answer(ballots(majority, 3, 2), 2)


# One program's own killer -----------------------------------------------------------------------


def drawn(draw: random.Random, heads: int, tokens: Sequence[str], length: int) -> Program:
    """A layer of heads that select, each asking at random, and an output they write."""
    lines = ["slot out : token", "layer"]
    for head in range(heads):
        lines.append(f"head h{head}")
        for _ in range(draw.randint(0, 4)):
            verb, sign = draw.choice(["match", "avoid"]), draw.choice(["is", "is not"])
            what = draw.choice(
                [f"token {sign} {draw.choice(tokens)}", f"position {sign} {draw.randrange(length)}"]
            )
            if draw.random() < 0.2:
                what = f"position == query.position - {draw.randint(1, length - 1)}"
            lines.append(f"{verb} key.{what} weight {draw.randint(1, 3)}")
        lines.append(f"prefer {draw.choice(['latest', 'earliest'])}")
        lines += [f"copy token -> t{head}", f"copy position -> p{head}", "copy token -> out"]
    return program("\n".join([*lines, "output out"]))


@pytest.mark.parametrize(
    ("made", "tried"),
    [
        (ballots(parity, 4, 3), attempt(4)),
        (ballots(majority, 5, 2), attempt(5)),
        (slots(3, 2), Attempt("freeze", (slots(3, 2).names(0),), None, (1, 3, 5))),
        (hops(4, 2), Attempt("freeze", (hops(4, 2).names(0),), None, (1, 2, 3))),
    ],
)
def test_every_program_within_the_budget_gets_a_pair_it_answers_alike(
    made: Exam, tried: Attempt
) -> None:
    assert rule(made, tried).accepted
    draw, most = random.Random(8), made.allowance.budget["heads"]
    for _ in range(40):
        own = drawn(draw, draw.randint(0, most), made.setting.tokens[:2], made.setting.max_len - 1)
        assert complaints(own, made.setting, made.allowance) == ()
        pair = killer(made, tried, own)
        assert pair is not None
        one, other = pair
        assert one.wanted != other.wanted
        answers = answer_labels(own, made.setting, [list(one.tokens), list(other.tokens)])
        assert answers[0][one.position] == answers[1][other.position]
        assert not views(made, own).right.all()


def test_there_is_no_pair_for_a_program_beyond_the_lemma() -> None:
    made = ballots(parity, 3, 2)
    draw = random.Random(1)
    assert killer(made, attempt(3), drawn(draw, 3, "01", 3)) is None
    deep = program("slot out : token\nlayer\nlayer\noutput out")
    assert killer(made, attempt(3), deep) is None
    averaging = program("layer\nhead h\ncopy token -> out\noutput out")
    assert killer(made, attempt(3), averaging) is None
    assert killer(made, attempt(3, (0, 1)), drawn(draw, 2, "01", 3)) is None


# What an attempt is told ------------------------------------------------------------------------


def failing(made: Exam, tried: Attempt) -> Part:
    ruling = rule(made, tried)
    assert not ruling.accepted
    assert ruling.seats == ()
    failed = [part for part in ruling.parts if not part.holds]
    assert ruling.sentence == failed[0].sentence
    return failed[0]


def test_an_accepted_attempt_shows_two_completions() -> None:
    ruling = rule(ballots(majority, 5, 2), attempt(5))
    assert ruling.accepted
    assert all(part.holds for part in ruling.parts)
    one, other = ruling.seats
    assert one.wanted != other.wanted
    assert one.tokens[:2] == other.tokens[:2]
    assert "no program allowed here" in ruling.sentence


def allowing(made: Exam, **changed: object) -> Exam:
    return replace(made, allowance=replace(made.allowance, **changed))  # type: ignore[arg-type]


GIVEN = Given(program("layer\nhead eye\nprefer latest\ncopy token -> out\noutput out"))
PARITY = ballots(parity, 3, 2)


@pytest.mark.parametrize(
    ("made", "part", "sentence"),
    [
        (allowing(PARITY, budget={"heads": 2, "layers": 2}), "one layer", "more than one layer"),
        (allowing(PARITY, budget={"heads": 2}), "one layer", "more than one layer"),
        (allowing(PARITY, budget={"layers": 1}), "few heads", "Any number of heads"),
        (allowing(PARITY, budget={"layers": 1, "heads": 0}), "few heads", "No program may hold"),
        (allowing(PARITY, forbidden=frozenset()), "one position each", "Heads may average"),
        (allowing(PARITY, given=GIVEN), "one position each", "gives heads of its own"),
        (
            replace(PARITY, setting=replace(PARITY.setting, mode="soft", sharpness=1.0)),
            "one position each",
            "soft",
        ),
        (
            replace(PARITY, setting=replace(PARITY.setting, positions="none")),
            "one position each",
            "no positions",
        ),
    ],
)
def test_every_hypothesis_that_fails_is_named(made: Exam, part: str, sentence: str) -> None:
    found = failing(made, attempt(3))
    assert found.name == part
    assert sentence in found.sentence


@pytest.mark.parametrize(
    ("tried", "part", "sentence"),
    [
        (attempt(3, ()), "free positions", "Choose the free positions"),
        (attempt(3, (0, 0, 1)), "free positions", "once"),
        (attempt(3, (0, 1, 3)), "free positions", "is the one that is asked"),
        (attempt(3, (0, 1, 9)), "free positions", "does not see position 9"),
        (attempt(3, (0, 1)), "more than heads", "2 heads can read 2 free positions"),
        (Attempt("freeze", (("0", "1", "?"),)), "among the tests", "does not ask about `0 1 ?`"),
        (Attempt("freeze", (("0", "x"),)), "among the tests", "`x` is not a token"),
        (
            Attempt("freeze", (("0", "1", "1", "?"),), 1, (0, 2)),
            "among the tests",
            "does not ask position 1",
        ),
    ],
)
def test_every_condition_that_fails_is_named(tried: Attempt, part: str, sentence: str) -> None:
    found = failing(PARITY, tried)
    assert found.name == part
    assert sentence in found.sentence


def test_fixed_tokens_that_settle_the_answer_are_shown() -> None:
    found = failing(ballots(majority, 3, 2), attempt(3))
    assert found.name == "both answers open"
    assert "Fix `0` at 0 and `0` at 1" in found.sentence


def test_a_length_must_be_meant_where_there_are_several() -> None:
    def asked(row: Sequenced) -> list[str | None]:
        ends = row[-1] == "?" and "?" not in row[:-1]
        return [*[None] * (len(row) - 1), parity(row) if ends else None]

    made = exam(Setting(tokens=("0", "1", "?"), max_len=5), asked, 4, "01", allowed(1))
    assert failing(made, Attempt("freeze", free=(0, 1))).name == "a length"
    assert rule(made, Attempt("freeze", (("0", "0", "?"),), free=(0, 1))).accepted
    assert rule(PARITY, Attempt("freeze", free=(0, 1, 2))).accepted


def test_what_would_take_too_long_is_not_begun() -> None:
    cases = [
        (("0",) * 40 + ("?",), [*[None] * 40, "0"]),
        (("1",) * 40 + ("?",), [None] * 40 + ["1"]),
    ]
    made = exam_of(Setting(tokens=("0", "1", "?"), max_len=41), cases, "01", allowed(12))
    assert "too many to go through" in failing(made, attempt(40)).sentence
    assert find_freeze(made) is None


def test_the_search_finds_a_proof_exactly_below_the_heads_needed() -> None:
    for heads in (1, 2):
        found = find_freeze(ballots(parity, 3, heads))
        assert found is not None
        assert rule(ballots(parity, 3, heads), found).accepted
    assert find_freeze(ballots(parity, 3, 3)) is None
    assert find_freeze(ballots(majority, 3, 2)) is None


def test_given_rules_and_sealed_slots_leave_the_lemma_as_it_is() -> None:
    rules = Given(program("layer\nmlp\nwhen token is 0: out = 0\nslot out : token\noutput out"))
    made = allowing(PARITY, given=rules, sealed=frozenset({"token"}))
    assert rule(made, attempt(3)).accepted


@pytest.mark.parametrize(("attention", "seat"), [("causal", 2), ("bidirectional", 0)])
def test_the_seat_may_stand_anywhere(attention: str, seat: int) -> None:
    """Under a causal mask what comes after the seat plays no part in the proof."""
    cases = []
    for one, other, spare in product("01", repeat=3):
        row = [one, other, spare]
        row.insert(seat, "?")
        bits = [bit for at, bit in enumerate(row) if at != seat][:2]
        answers: list[str | None] = [None] * 4
        answers[seat] = parity(tuple(bits))
        cases.append((tuple(row), answers))
    place = Setting(tokens=("0", "1", "?"), max_len=4, attention=attention)  # type: ignore[arg-type]
    made = exam_of(place, cases, "01", allowed(1))
    free = tuple(at for at in range(4) if at != seat)[:2]
    tried = Attempt("freeze", (made.names(0),), seat, free)
    assert rule(made, tried).accepted
    draw = random.Random(11)
    for _ in range(20):
        assert killer(made, tried, drawn(draw, 1, "01", 4)) is not None
    beyond = Attempt("freeze", (made.names(0),), seat, (*free, 3))
    assert rule(made, beyond).accepted == (attention == "bidirectional")
