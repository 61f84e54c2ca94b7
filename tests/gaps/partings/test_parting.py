"""Where a difference was lost: each cause on a program made for it, and the trace on any."""

import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from hypothesis import given, note
from hypothesis import settings as effort

from app.gaps.collisions.collision import Collision, collision
from app.gaps.exam import Exam
from app.gaps.partings.loss import CAUSES
from app.gaps.partings.parting import Loss, Parting, parting
from app.gaps.views import views
from app.language.allowance import ANYTHING, Allowance
from app.language.parse import parse
from app.language.program import Program
from app.language.setting import Setting
from app.language.show import show
from tests.engine import slow
from tests.gaps.collisions.test_collision import ABC, exams, readable
from tests.gaps.small import exam, exam_of, program

ABCD = replace(ABC, tokens=("a", "b", "c", "d"))
PREVIOUS = "    match key.position == query.position - 1\n"


def _parting(
    setting: Setting, rows: Mapping[str, str], text: str, allowance: Allowance = ANYTHING
) -> Parting:
    """The parting of two sequences that want different answers at their last positions."""
    cases = [(tuple(row), [*[None] * (len(row) - 1), wanted]) for row, wanted in rows.items()]
    small = exam_of(setting, cases, tuple(rows.values()), allowance)
    found = collision(views(small, program(text)))
    assert found is not None
    return parting(small, program(text), found)


def _causes(found: Parting) -> list[str]:
    return [loss.cause for loss in found.losses]


# Each cause -------------------------------------------------------------------------------------


def test_two_positions_that_tie_are_merged() -> None:
    """The induction program without its preference: an average of what followed has no order."""
    text = (
        f"layer\n  head prev\n{PREVIOUS}    copy token -> prev\nlayer\n  head recall\n"
        "    match key.prev == query.token\n    copy token -> guess\noutput guess"
    )
    setting = replace(ABCD, tokens=("^", *ABCD.tokens), bos=True, max_len=7)
    found = _parting(setting, {"^abacda": "c", "^acabda": "b"}, text)
    best = found.losses[0]
    assert (best.cause, best.name, best.layer, best.looked) == ("merged", "recall", 1, (2, 4))
    assert (best.step, best.slots) == (("layers", 1, "heads", 0), ("token",))
    assert found.last is None
    assert found.sentence == best.sentence
    assert found.sentence == (
        "What sets them apart, at positions 2 and 4, reached you through `recall`, which "
        "averaged the two; an average has no order."
    )
    assert "alive elsewhere" in _causes(found)


def test_an_average_over_more_of_the_same_is_merged() -> None:
    text = "layer\n  head all\n    copy token -> mix\noutput mix"
    found = _parting(replace(ABC, positions="none"), {"aa": "a", "aaa": "b"}, text)
    best = found.losses[0]
    assert (best.cause, best.looked) == ("merged", (2,))
    assert "averaged 2 positions in one and 3 positions in the other" in best.sentence
    assert best.sentence.endswith("an average keeps shares, not counts.")


def test_a_share_too_small_to_see_is_merged() -> None:
    setting = replace(ABC, mode="soft", sharpness=16.0)
    text = "layer\n  head near\n    match key.token is a\n    copy token -> mix\noutput mix"
    found = _parting(setting, {"ba": "b", "ca": "c"}, text)
    assert found.losses[0].cause == "merged"
    assert "their share was too small to leave a trace" in found.losses[0].sentence


def test_a_rule_that_writes_the_same_maps_two_labels_together() -> None:
    text = (
        "slot kind : token\nlayer\n  mlp\n    when token is a: kind = a\n"
        "    when token is b: kind = c\n    when token is c: kind = c\n"
        f"layer\n  head before\n{PREVIOUS}    copy kind -> seen\noutput seen"
    )
    found = _parting(ABC, {"ba": "b", "ca": "c"}, text)
    best = found.losses[0]
    assert (best.cause, best.layer, best.position) == ("mapped together", 0, 0)
    assert (best.name, best.step) == ("rules 2 and 3", ("layers", 0, "mlps", 0, "rules", 1))
    assert best.sentence == (
        "In layer 1, rules 2 and 3 at position 0 read `token`, which differs there, but write the "
        "same `kind` in both."
    )
    assert found.sentence.startswith("What sets them apart never arrived in your stream. In")
    assert "not copied" in _causes(found)


def test_an_otherwise_maps_together_what_its_rules_read() -> None:
    text = (
        "slot kind : token\nlayer\n  mlp\n    when token is a: kind = a\n    otherwise: kind = c\n"
        f"layer\n  head before\n{PREVIOUS}    copy kind -> seen\noutput seen"
    )
    best = _parting(ABC, {"ba": "b", "ca": "c"}, text).losses[0]
    assert (best.cause, best.name, best.slots) == ("mapped together", "rule 2", ("token",))


def test_a_rule_that_does_not_fire_is_not_to_blame() -> None:
    text = (
        "slot kind : token\nlayer\n  mlp\n    when token is a: kind = a\n"
        f"layer\n  head before\n{PREVIOUS}    copy kind -> seen\noutput seen"
    )
    assert "mapped together" not in _causes(_parting(ABC, {"ba": "b", "ca": "c"}, text))


def test_a_head_that_copies_only_what_is_the_same() -> None:
    text = f"layer\n  head before\n{PREVIOUS}    copy token[a] -> seen\noutput seen"
    found = _parting(ABC, {"ba": "b", "ca": "c"}, text)
    best = found.losses[0]
    assert (best.cause, best.looked, best.slots) == ("not copied", (0,), ("token",))
    assert best.sentence == (
        "`before` in layer 1 did look at position 0, where the two differ in `token`, but copies "
        "only `token[a]`, which is the same."
    )


def test_a_head_that_chose_differently_and_brought_the_same() -> None:
    text = (
        "layer\n  head newest\n    match key.token is a\n    prefer latest\n"
        "    copy token -> seen\noutput seen"
    )
    best = _parting(ABC, {"aac": "b", "abc": "c"}, text).losses[0]
    assert best.cause == "not copied"
    assert best.sentence == (
        "`newest` in layer 1 looked at position 1 in one and position 0 in the other, but what it "
        "copies, `token`, is the same there."
    )


def test_a_head_that_looked_elsewhere_never_fetched_it() -> None:
    text = (
        "layer\n  head own\n    match key.token == query.token\n    prefer latest\n"
        "    copy token -> seen\noutput seen"
    )
    found = _parting(ABC, {"ba": "b", "ca": "c"}, text)
    assert _causes(found) == ["never fetched", "alive elsewhere"]
    best = found.losses[0]
    assert (best.step, best.name, best.slots) == ((), "", ("token",))
    assert found.sentence == (
        "What sets them apart never arrived in your stream. The two differ at position 0, and no "
        "head on the way to you ever looked there: `own` looked at position 1."
    )
    assert [(a.position, a.slots) for a in found.alive] == [(0, ("token", "seen"))]


def test_a_head_whose_choice_reads_nothing_that_differs_is_blind() -> None:
    text = (
        "layer\n  head own\n    match key.position == query.position\n"
        "    copy token -> seen\noutput seen"
    )
    found = _parting(ABC, {"ba": "b", "ca": "c"}, text)
    assert _causes(found) == ["never fetched", "selection blind", "alive elsewhere"]
    blind = found.losses[1]
    assert (blind.name, blind.looked, blind.slots) == ("own", (), ("token",))
    assert blind.sentence == (
        "`own` in layer 1 could see position 0, but it chooses by `position` alone, and that is "
        "the same in both."
    )


def test_a_blind_head_is_told_of_slots_that_are_still_empty() -> None:
    """Induction on one floor: the second head matches a slot that is written beside it."""
    text = (
        f"layer\n  head prev\n{PREVIOUS}    copy token -> prev\n  head recall\n"
        "    match key.prev == query.token\n    prefer latest\n    copy token -> guess\n"
        "output guess"
    )
    found = _parting(ABC, {"aba": "b", "aca": "c"}, text.replace("position - 1", "position - 2"))
    blind = next(loss for loss in found.losses if loss.name == "recall")
    assert blind.sentence == (
        "`recall` in layer 1 could see position 1, but it chooses by the `prev` of what it sees "
        "and its own `token` alone, and that is the same in both (`prev` is still empty when "
        "layer 1 begins)."
    )


def test_without_heads_nothing_could_look() -> None:
    found = _parting(ABC, {"ba": "b", "ca": "c"}, "output token")
    assert _causes(found) == ["never fetched", "alive elsewhere"]
    assert "your program has no head that could look there" in found.sentence
    assert "at the start the two still differ at position 0 (`token`)" in found.losses[-1].sentence


def test_what_comes_later_was_never_to_be_seen() -> None:
    cases = [(tuple(row), [row[1], None]) for row in ("ab", "ac")]
    small = exam_of(ABC, cases, ABC.tokens)
    text = program("layer\n  head all\n    copy token -> mix\noutput mix")
    found = collision(views(small, text))
    assert found is not None
    told = parting(small, text, found)
    assert told.losses[0].cause == "never fetched"
    assert "no position can see what comes later" in told.sentence
    assert told.alive == ()


def test_an_order_without_positions_was_never_to_be_seen() -> None:
    setting = replace(ABC, attention="bidirectional", positions="none")
    text = "layer\n  head all\n    copy token -> mix\noutput mix"
    found = _parting(setting, {"abc": "b", "bac": "c"}, text)
    assert found.losses[0].cause == "never fetched"
    assert found.sentence == (
        "What sets them apart never arrived in your stream. Without positions, both see just the "
        "same tokens, and no head can notice their order."
    )
    assert found.alive == ()


def test_where_one_is_cannot_be_read_where_positions_are_sealed() -> None:
    setting = replace(ABC, attention="bidirectional")
    allowance = Allowance(sealed=frozenset({"position"}))
    small = exam_of(setting, [(("a", "a"), ["a", "b"])], ABC.tokens, allowance)
    text = program("layer\noutput token")
    found = collision(views(small, text))
    assert found is not None
    assert "is not yours to read" in parting(small, text, found).sentence


def test_a_difference_in_the_next_room_is_alive_elsewhere() -> None:
    """It was fetched one layer too late: the position before holds it, and is not asked again."""
    text = f"layer\n  head before\n{PREVIOUS}    copy token -> seen\noutput seen"
    found = _parting(ABC, {"bca": "b", "cca": "c"}, text)
    assert [(a.position, a.slots) for a in found.alive] == [(0, ("token", "seen")), (1, ("seen",))]
    last = found.losses[-1]
    assert (last.cause, last.slots) == ("alive elsewhere", ("token", "seen"))
    assert last.sentence == (
        "The information is in the room: after layer 1 the two still differ at position 0 (`token` "
        "and `seen`) and position 1 (`seen`), but it was not brought to you."
    )


# The seat's own stream --------------------------------------------------------------------------

SEALED = Allowance(sealed=frozenset({"token"}))


def test_rules_that_made_the_seat_equal_are_named() -> None:
    """A slot is filled in layer 1 and evened out by the rules of layer 2."""
    text = (
        "slot x : token\nlayer\n  mlp\n    when token is a: x = a\nlayer\n  mlp\n"
        "    when x is not a: x = a\noutput x"
    )
    found = _parting(ABC, {"a": "a", "b": "b"}, text, allowance=SEALED)
    assert found.last == 3
    assert (found.losses[0].cause, found.losses[0].name) == ("mapped together", "rule 1")
    assert found.sentence == (
        "Your own streams were last different after the heads of layer 2. In layer 2, rule 1 reads "
        "`x`, which differs there, and writes just what makes `x` equal in both."
    )


def test_heads_that_made_the_seat_equal_are_named() -> None:
    text = (
        "slot x : token\nlayer\n  mlp\n    when token is a: x = a\nlayer\n  head undo\n"
        "    copy x -> x gain -1\noutput x"
    )
    found = _parting(ABC, {"a": "a", "b": "b"}, text, allowance=SEALED)
    assert found.last == 2
    assert (found.losses[0].cause, found.losses[0].name) == ("merged", "undo")
    assert found.sentence == (
        "Your own streams were last different after the rules of layer 1. Your `x` still differed "
        "before layer 2; what `undo` added there made up for it."
    )


# Any program ------------------------------------------------------------------------------------


def test_it_is_plain_data_too() -> None:
    found = _parting(ABC, {"ba": "b", "ca": "c"}, "output token")
    data = json.loads(json.dumps(found.as_json()))
    assert data["losses"][0]["cause"] == "never fetched"
    assert data["alive"] == [{"position": 0, "slots": ["token"]}]
    assert found.claim.words == "Proved for your program on these two sequences."


@effort(max_examples=80, deadline=None)
@given(exams())
def test_the_trace_says_what_a_slow_run_says(world: tuple[Exam, Program]) -> None:
    small, written = world
    note(f"{small.setting}\n{small.allowance.sealed}\n{show(written)}")
    pair = collision(views(small, written))
    if pair is None:
        return
    found = parting(small, written, pair)
    ends = [
        slow.run(written, small.setting, list(seat.tokens)).streams
        for seat in (pair.first, pair.second)
    ]
    apart = [
        not np.allclose(
            readable(small, one, pair.first.position),
            readable(small, other, pair.second.position),
            rtol=0,
            atol=1e-6,
        )
        for one, other in zip(*ends, strict=True)
    ]
    assert found.last == max((i for i, differs in enumerate(apart) if differs), default=None)
    assert found.sentence
    for loss in found.losses:
        _is_sound(small, written, pair, loss)
    if pair.strength == "everywhere":
        assert not found.alive


def _is_sound(exam: Exam, program: Program, pair: Collision, loss: Loss) -> None:
    """A loss names a step there is, and positions that were looked at and do differ."""
    assert loss.cause in CAUSES
    longest = max(len(pair.first.tokens), len(pair.second.tokens))
    assert all(0 <= at < longest for at in (loss.position, *loss.looked))
    step: object = program
    for part in loss.step:
        step = step[part] if isinstance(part, int) else getattr(step, part)  # type: ignore[index]
    if not loss.step or loss.step[2] != "heads":
        return
    head = int(loss.step[3])
    runs = [slow.run(program, exam.setting, list(s.tokens)) for s in (pair.first, pair.second)]
    own = loss.position == pair.first.position
    seats = (pair.first.position, pair.second.position) if own else (loss.position, loss.position)
    for looked in loss.looked:
        shares = [
            run.patterns[loss.layer][head][at][looked]
            for run, at in zip(runs, seats, strict=True)
            if at < len(run.answers) and looked < len(run.answers)
        ]
        assert max(shares) > 0


def test_a_difference_lost_on_the_way_is_told_at_its_position() -> None:
    """The position that is read from had averaged the difference away before."""
    text = (
        f"layer\n  head both\n{PREVIOUS}{PREVIOUS.replace('1', '2')}    copy token -> mix\nlayer\n"
        f"  head back\n{PREVIOUS.replace('1', '2')}    copy mix -> seen\noutput seen"
    )
    found = _parting(ABC, {"bcaaa": "b", "cbaaa": "c"}, text)
    merged = next(loss for loss in found.losses if loss.position == 2)
    assert (merged.cause, merged.name, merged.looked) == ("merged", "both", (0, 1))
    assert "reached position 2 through `both`, which averaged the two" in merged.sentence


def test_long_sequences_with_many_looks_stay_short_in_words() -> None:
    setting = replace(ABC, max_len=32)
    rows = {"ab" * 12 + "c": "a", "ba" * 12 + "c": "b"}
    found = _parting(setting, rows, "layer\n  head all\n    copy token -> mix\noutput mix")
    assert found.losses[0].sentence == (
        "What sets them apart, at 24 positions, reached you through `all`, which averaged "
        "25 positions; an average has no order."
    )
    assert len(found.losses) <= 8
    assert "and 21 more" in found.losses[-1].sentence


def test_a_label_with_a_backtick_stays_one_piece_of_code() -> None:
    setting = replace(ABC, tokens=("a", "x`y"))
    reading = parse("slot out : token\nlayer\noutput out")
    small = exam(setting, lambda row: [row[0] if at else None for at in range(len(row))], 2)
    found = collision(views(small, reading.program))
    assert found is not None
    assert found.sentence.count("`") % 2 == 0
