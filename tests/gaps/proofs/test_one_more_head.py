"""Whether one more head could finish a program, against all heads there are on small worlds."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from app.gaps.exam import Exam, Seat
from app.gaps.proofs.decision_list import minimal, stuck, table, witness
from app.gaps.proofs.one_more_head import SHOWN, one_more_head
from app.gaps.views import views
from app.language.allowance import Allowance
from app.language.setting import Setting
from tests.gaps.small import Target, exam, program

Row = tuple[int, frozenset[str], int]
"""What asks, the keys it sees, the answer it wants."""


def tabled(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    keys = sorted({key for _, seen, _ in rows for key in seen})
    pairs = [(at, keys.index(key)) for at, (_, seen, _) in enumerate(rows) for key in sorted(seen)]
    row, key = (np.array(column, dtype=np.intp) for column in zip(*pairs, strict=True))
    own, wanted = (np.array([r[at] for r in rows], dtype=np.intp) for at in (0, 2))
    return own, wanted, row, key


def stuck_rows(rows: Sequence[Row]) -> list[int]:
    return stuck(table(*tabled(rows))).tolist()


def a_head_answers(rows: Sequence[Row]) -> bool:
    """Whether some ranking of the keys and some rules after it are right, by trying all."""
    for own in {row[0] for row in rows}:
        group = [(seen, wanted) for o, seen, wanted in rows if o == own]
        keys = sorted(set().union(*(seen for seen, _ in group)))
        if not any(ranking_answers(group, ranking) for ranking in permutations(keys)):
            return False
    return True


def ranking_answers(group: Sequence[tuple[frozenset[str], int]], ranking: Sequence[str]) -> bool:
    answers: dict[str, int] = {}
    for seen, wanted in group:
        found = next(key for key in ranking if key in seen)
        if answers.setdefault(found, wanted) != wanted:
            return False
    return True


def test_every_function_of_three_bits_is_judged_as_by_trying_all_rankings() -> None:
    inputs = list(product("01", repeat=3))
    seen = [frozenset(f"{bit}@{at}" for at, bit in enumerate(bits)) for bits in inputs]
    rankings = list(permutations(sorted(set().union(*seen))))
    choices = {tuple(next(k for k in r if k in s) for s in seen) for r in rankings}
    possible = 0
    for wanted in product((0, 1), repeat=8):
        rows = [(0, s, w) for s, w in zip(seen, wanted, strict=True)]
        head = any(
            len({pair[0] for pair in set(zip(choice, wanted, strict=True))})
            == len(set(zip(choice, wanted, strict=True)))
            for choice in choices
        )
        assert head == (not stuck_rows(rows))
        possible += head
    assert 0 < possible < 256


def test_random_tables_are_judged_as_by_trying_all_rankings() -> None:
    draw, verdicts = random.Random(3), set()
    for _ in range(1_500):
        rows: list[Row] = [
            (draw.randrange(2), frozenset(draw.sample("pqrst", draw.randint(1, 4))), w)
            for w in (draw.randrange(3) for _ in range(draw.randint(1, 7)))
        ]
        left = stuck_rows(rows)
        verdicts.add(not left)
        assert (not left) == a_head_answers(rows)
        assert (not left) or not a_head_answers([rows[at] for at in left])
    assert verdicts == {True, False}


def test_a_witness_is_stuck_and_needs_every_row() -> None:
    draw, sizes = random.Random(5), set()
    for _ in range(300):
        rows: list[Row] = [
            (draw.randrange(2), frozenset(draw.sample("pqrst", draw.randint(1, 4))), w)
            for w in (draw.randrange(2) for _ in range(draw.randint(6, 20)))
        ]
        made = table(*tabled(rows))
        found = witness(made).tolist()
        assert bool(found) == bool(stuck_rows(rows))
        if not found:
            continue
        sizes.add(len(found))
        assert len({rows[at][0] for at in found}) == 1
        assert not a_head_answers([rows[at] for at in found])
        for spare in found:
            assert a_head_answers([rows[at] for at in found if at != spare])
        assert minimal(made.part(np.array(found))).tolist() == list(range(len(found)))
    assert len(sizes) > 1


# Programs ---------------------------------------------------------------------------------------

EMPTY = program("slot nothing : token\noutput nothing")


def setting(tokens: str, attention: str = "causal", positions: str = "absolute") -> Setting:
    return Setting(
        tokens=tuple(tokens),
        max_len=8,
        attention=attention,  # type: ignore[arg-type]
        positions=positions,  # type: ignore[arg-type]
    )


def at_end(answer: str | None, row: tuple[str, ...]) -> list[str | None]:
    return [*[None] * (len(row) - 1), answer]


def parity(row: tuple[str, ...]) -> list[str | None]:
    """Of the bits before the `?` that ends a sequence."""
    asked = row[-1] == "?" and "?" not in row[:-1]
    return at_end(str(row.count("1") % 2) if asked else None, row)


def latest_a(row: tuple[str, ...]) -> list[str | None]:
    return ["yes" if "a" in row[: at + 1] else "no" for at in range(len(row))]


def later(row: tuple[str, ...]) -> list[str | None]:
    return ["yes" if "!" in row[at + 1 :] else "no" for at in range(len(row))]


def mirror(row: tuple[str, ...]) -> list[str | None]:
    if row[-1] != "#" or "#" in row[:-1]:
        return [None] * len(row)
    return [*reversed(row[:-1]), None]


def induction(row: tuple[str, ...]) -> list[str | None]:
    answers: list[str | None] = []
    for at, token in enumerate(row):
        before = [i for i in range(at) if row[i] == token]
        answers.append(row[before[-1] + 1] if before else None)
    return answers


def induction_or_none(row: tuple[str, ...]) -> list[str | None]:
    return [answer or "?" for answer in induction(row)]


def agent(row: tuple[str, ...]) -> list[str | None]:
    asked = len(row) == 3 and row[1] == "b" and {row[0], row[2]} == {"d", "m"}
    return [row[0]] * 3 if asked else [None] * len(row)


def first(row: tuple[str, ...]) -> list[str | None]:
    return [row[0]] * len(row)


YES_NO = ("yes", "no")


def judged(made: Exam, text: str | None = None) -> bool:
    found = one_more_head(views(made, EMPTY if text is None else program(text)))
    assert found is not None
    return found.possible


@pytest.mark.parametrize(
    ("tokens", "attention", "positions", "target", "longest", "labels", "possible"),
    [
        ("ab", "causal", "absolute", latest_a, 5, YES_NO, True),
        ("ab", "causal", "none", latest_a, 5, YES_NO, True),
        ("a!", "causal", "absolute", later, 4, YES_NO, False),
        ("a!", "bidirectional", "absolute", later, 4, YES_NO, True),
        ("01?", "causal", "absolute", parity, 2, "01", True),
        ("01?", "causal", "absolute", parity, 3, "01", False),
        ("ab#", "bidirectional", "absolute", mirror, 5, "ab", False),
        ("abc", "causal", "absolute", induction, 5, "abc", False),
        ("abc", "causal", "absolute", induction_or_none, 4, "abc?", False),
        ("dmb", "bidirectional", "none", agent, 3, "dm", False),
        ("dmb", "bidirectional", "absolute", agent, 3, "dm", True),
        ("ab", "causal", "absolute", first, 4, "ab", True),
        ("ab", "causal", "none", first, 3, "ab", False),
    ],
)
def test_what_one_head_can_do_at_first(
    tokens: str,
    attention: str,
    positions: str,
    target: Target,
    longest: int,
    labels: Sequence[str],
    possible: bool,
) -> None:
    made = exam(setting(tokens, attention, positions), target, longest, labels)
    assert judged(made) == possible


PREVIOUS = """
layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
output guess
slot guess : token
"""


def test_a_layer_that_fetches_the_neighbour_makes_induction_possible() -> None:
    made = exam(setting("abc"), induction, 5, "abc")
    assert not judged(made)
    assert judged(made, PREVIOUS)


def test_the_seats_of_a_proof_have_one_stream_and_cannot_be_sorted() -> None:
    made = exam(setting("abc"), induction, 5, "abc")
    found = one_more_head(views(made, EMPTY))
    assert found is not None
    assert found.claim.standing == "proof"
    assert found.size == len(found.stuck) <= SHOWN
    assert len({(s.tokens[s.position], s.position) for s in found.stuck}) == 1
    rows: list[Row] = [
        (0, frozenset(f"{t}@{i}" for i, t in enumerate(s.tokens[: s.position + 1])), ord(s.wanted))
        for s in found.stuck
    ]
    assert stuck_rows(rows) == list(range(len(rows)))
    assert f"these {found.size} tests" in found.sentence
    told = found.as_json()["stuck"][0]
    assert told["tokens"] == list(found.stuck[0].tokens)


def test_what_is_not_ruled_out_is_only_evidence() -> None:
    made = exam(setting("ab"), latest_a, 4, YES_NO)
    found = one_more_head(views(made, EMPTY))
    assert found is not None
    assert found.claim.standing == "evidence"
    assert "all 30 sequences" in found.claim.scope
    assert "not ruled out" in found.sentence
    assert found.stuck == ()


def test_there_is_nothing_to_tell_of_a_program_that_is_right() -> None:
    made = exam(setting("ab"), lambda row: list(row), 3, "ab")
    layers = "layer\n  mlp\n    when token is a: out = a\n    when token is b: out = b\n"
    right = program(f"slot out : token\n{layers}output out")
    assert one_more_head(views(made, right)) is None


def test_nothing_is_said_where_attention_is_soft() -> None:
    soft = replace(setting("ab"), mode="soft", sharpness=4.0)
    assert one_more_head(views(exam(soft, latest_a, 3, YES_NO), EMPTY)) is None


def test_a_head_may_prefer_an_end_where_positions_are_sealed() -> None:
    sealed = Allowance(sealed=frozenset({"position"}))
    made = exam(setting("ab"), first, 4, "ab", sealed)
    assert judged(made)
    earliest = "layer\n  head h\n    prefer earliest\n    copy token -> out\noutput out"
    assert one_more_head(views(made, program(earliest))) is None


def test_a_sealed_slot_is_no_help() -> None:
    marked = """
slot note : token
slot out : token
layer
  head prev
    match key.position == query.position - 1
    prefer latest
    copy token -> note
output out
"""
    open_ = exam(setting("abc"), induction, 5, "abc")
    assert judged(open_, marked)
    sealed = replace(open_, allowance=Allowance(sealed=frozenset({"note"})))
    assert not judged(sealed, marked)


TAKEN = """
slot first : token
layer
  head one
    match key.position is 0
    prefer latest
    copy token -> first
output first
"""


ASKED = ("token is 0", "first is 1", "position is 1", "position is 2", "token == query.first")


def test_any_head_on_top_answers_two_of_the_stuck_seats_alike() -> None:
    made = exam(setting("01?"), parity, 4, "01")
    found = one_more_head(views(made, program(TAKEN)))
    assert found is not None
    assert not found.possible
    draw = random.Random(9)
    for _ in range(40):
        lines = ["layer", "head more"]
        for _ in range(draw.randint(0, 3)):
            what = draw.choice(
                [
                    "token is 0",
                    "first is 1",
                    "position is 1",
                    "position is 2",
                    "token == query.first",
                ]
            )
            lines.append(
                f"{draw.choice(['match', 'avoid'])} key.{what} weight {draw.choice('123')}"
            )
        lines += [f"prefer {draw.choice(['latest', 'earliest'])}"]
        lines += ["copy token -> t", "copy position -> p", "copy first -> f"]
        above = TAKEN.replace("output first", "\n".join([*lines, "output first"]))
        seen = views(made, program(above))
        alike = [
            (one.wanted, other.wanted)
            for one, other in permutations(found.stuck, 2)
            if seen.whole[at(made, one)] == seen.whole[at(made, other)]
        ]
        assert any(one != other for one, other in alike)


def at(made: Exam, seat: Seat) -> int:
    return next(i for i in range(len(made.seats)) if made.seat(i) == seat)


def test_a_no_is_about_one_more_layer_and_heads_that_read_one_position() -> None:
    """A head in a layer that is there already may well do."""
    reader = "layer\nhead get\nmatch key.prev == query.token\nprefer latest\ncopy token -> guess\n"
    slots = "slot prev : token\nslot guess : token\nlayer\n"
    made = exam(setting("abc"), induction, 5, "abc")
    found = one_more_head(views(made, program(f"{slots}{reader}output guess")))
    assert found is not None
    assert not found.possible
    assert found.sentence.startswith(
        "No head that reads one position can finish this from one more"
    )
    before = (
        "head prev\nmatch key.position == query.position - 1\nprefer latest\ncopy token -> prev\n"
    )
    assert views(made, program(f"{slots}{before}{reader}output guess")).right.all()


FAINT = """
slot first : token
slot out : token
layer
  head one
    match key.position is 0
    prefer latest
    copy token -> first gain 5/10000000
"""

LOUD = """
layer
  head two
    match key.position is 1
    prefer latest
    copy token -> second
  mlp
    neuron 2000000*first[1] + second[1]: out = 1
    neuron 2000000*first[1] + second[1] - 1: out = 1 gain -2
    neuron 1/2: out = 0
output out
"""


def test_a_no_leaves_aside_what_a_rule_would_have_to_magnify() -> None:
    made = exam(setting("01?"), parity, 3, "01", shortest=3)
    found = one_more_head(views(made, program(f"{FAINT}output out")))
    assert found is not None
    assert not found.possible
    assert not found.exact
    assert found.claim.scope.endswith("amounts within a millionth counting as equal")
    assert found.sentence.endswith("but for differences of a millionth or less.")
    assert views(made, program(FAINT + LOUD)).right.all()
