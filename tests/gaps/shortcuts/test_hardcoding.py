"""Names that mean nothing must do nothing, and what does nothing is said to."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.run import answer_labels
from app.gaps.exam import Exam, Seat
from app.gaps.shortcuts.hardcoding import idle, idle_steps, named, renamed
from app.gaps.views import views
from app.language.allowance import ANYTHING, Allowance, Given
from app.language.complaint import Complaint
from app.language.complaints import complaints
from app.language.program import Concept, Is, Layer, Mlp, Program, Ref, Slot, Space, When, Write
from app.language.scope import scope_of
from app.language.setting import Setting
from app.language.tree import removals, without
from tests.gaps.small import exam, exam_of, program
from tests.strategies import programs

GROUP = ("x", "y", "z")
SETTING = Setting(
    (*GROUP, "!"),
    4,
    spaces=(Space("verdict", ("ok", "bad")),),
    slots=(Slot("answer", "token"),),
)


def echo(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens


def alike(allowance: Allowance = ANYTHING) -> Exam:
    return exam(SETTING, echo, 3, allowance=allowance, interchangeable=(GROUP,))


ECHO = "head me\n  match key.position == query.position\n  copy token -> answer\n"
WHOLE = program(f"layer\n {ECHO}output answer")
RULES = "".join(f"  when token is {x}: answer = {x}\n" for x in GROUP)
LISTED = program(f"layer\n mlp\n{RULES}output answer")
LISTED_TWO = program("layer\n mlp\n  when token is x: answer = x\n  when token is y: answer = y\n"
                     "output answer")  # fmt: skip


# Renaming ---------------------------------------------------------------------------------------


def replayed(program: Program, setting: Setting, seat: Seat) -> str | None:
    return answer_labels(program, setting, [seat.tokens])[0][seat.position]


def test_a_name_left_out_shows_in_the_shortest_sequence() -> None:
    found = renamed(views(alike(), LISTED_TWO))
    assert found is not None
    assert (found.seat.tokens, found.other.tokens) == (("y",), ("z",))
    assert (found.given, found.due, found.given_other) == ("y", "z", None)
    assert found.claim.standing == "proof"
    assert found.sentence == (
        "Exchange `y` and `z`, which the task treats alike: `y` becomes `z`, and your answer at "
        "position 0 goes from `y` to undecided. It should become `z`: some step depends "
        "on a name that means nothing here."
    )


def test_all_names_treated_alike_are_no_proof() -> None:
    assert renamed(views(alike(), WHOLE)) is None
    assert renamed(views(alike(), LISTED)) is None


def test_an_answer_that_is_a_name_must_follow_even_where_the_sequence_stays() -> None:
    always = program("layer\n mlp\n  otherwise: answer = x\noutput answer")
    found = renamed(views(alike(), always))
    assert found is not None
    assert found.due == "y"
    assert found.given_other == "x"
    assert "stays `x`" in found.sentence


def test_names_that_the_task_itself_tells_apart_are_left_alone() -> None:
    def first_of_group(tokens: tuple[str, ...]) -> list[str | None]:
        return ["ok" if token == "x" else "bad" for token in tokens]

    biased = exam(SETTING, first_of_group, 2, ("ok", "bad"), interchangeable=(GROUP[:2],))
    judge = program("slot said : verdict\nlayer\n mlp\n  when token is x: said = ok\n"
                    "  when token is not x: said = bad\noutput said")  # fmt: skip
    assert renamed(views(biased, judge)) is None


def test_samples_alone_prove_nothing() -> None:
    sampled = exam_of(SETTING, [("x", "x")], SETTING.tokens, interchangeable=(GROUP,), small=0)
    assert renamed(views(sampled, LISTED_TWO)) is None


@given(st.data())
def test_renaming_means_nothing_to_a_program_without_names(data: st.DataObject) -> None:
    own = data.draw(programs(SETTING))
    assume(not named(alike(), own))
    assert renamed(views(alike(), own)) is None


def biased(own: Program) -> Program:
    """The program with a last rule that knows the name of `x`."""
    slot = own.outputs[0].slot
    if slot in ("token", "position"):
        return own
    label = Ref(scope_of(own, SETTING).labels(slot)[0], quoted=True)
    rule = When((Is("token", Ref("x")),), (Write(slot, label, Fraction(9)),))
    return replace(own, layers=(*own.layers, Layer(mlps=(Mlp((rule,)),))))


@given(st.data())
def test_every_renaming_shown_is_true_when_run_again(data: st.DataObject) -> None:
    own = biased(data.draw(programs(SETTING)))
    found = renamed(views(alike(), own))
    if found is None:
        return
    names = dict(found.names)
    assert tuple(names.get(t, t) for t in found.seat.tokens) == found.other.tokens
    assert names.get(found.seat.wanted, found.seat.wanted) == found.other.wanted
    assert replayed(own, SETTING, found.seat) == found.given
    assert replayed(own, SETTING, found.other) == found.given_other
    assert found.given_other != (None if found.given is None else found.due)


# Names ------------------------------------------------------------------------------------------


def test_labels_are_named_with_every_place_and_those_that_are_not() -> None:
    found = named(alike(), LISTED_TWO)
    assert [one.label for one in found] == ["x", "y"]
    assert [len(one.places) for one in found] == [2, 2]
    assert found[0].unnamed == ("z",)
    assert found[0].places[0] == ("layers", 0, "mlps", 0, "rules", 0, "conditions", 0)
    assert named(alike(), WHOLE) == ()
    assert "every label" in named(alike(), LISTED)[0].sentence


def test_own_concepts_and_relations_name_their_members() -> None:
    own = program("concept pair = x y\nrelation next = y:z\noutput answer")
    assert [one.label for one in named(alike(), own)] == ["x", "y", "z"]


def test_a_concept_with_the_name_of_an_answer_is_not_that_answer() -> None:
    setting = Setting(
        ("x", "y"),
        2,
        spaces=(Space("kind", ("low", "high")),),
        concepts=(Concept("low", (Ref("x"), Ref("y"))),),
        slots=(Slot("answer", "kind"),),
    )
    asked = exam(setting, lambda t: ["low"] * len(t), 2, ("low", "high"),
                 interchangeable=(("low", "high"),))  # fmt: skip
    own = program("layer\n mlp\n  when token is low: answer = high\noutput answer")
    assert [one.label for one in named(asked, own)] == ["high"]


def test_what_the_puzzle_gave_is_not_held_against_anyone() -> None:
    steps = program("concept pair = x y\nlayer\n head open\n  match key.token is x\n"
                    "  copy token[z] -> answer\n mlp\n  when token is y: answer = y\n"
                    "output answer")  # fmt: skip
    closed = alike(Allowance(Given(steps)))
    assert named(closed, steps) == ()
    opened = alike(Allowance(Given(steps, frozenset({"open"}))))
    assert [one.label for one in named(opened, steps)] == ["x"]
    assert idle(views(closed, steps)) == ()


# Idle steps -------------------------------------------------------------------------------------

USELESS = program(
    f"layer\n {ECHO}  prefer earliest\n mlp\n  when token is ! and position is 0: answer = !\n"
    "  when token is x and token is y: answer = z\noutput answer"
)


def test_steps_that_do_nothing_are_named_and_their_parts_are_not() -> None:
    found = idle(views(alike(), USELESS))
    assert [one.name for one in found] == [
        "layer 1, head me: prefer earliest",
        "layer 1, mlp: when token is ! and position is 0: answer = !",
        "layer 1, mlp: when token is x and token is y: answer = z",
    ]
    assert found[0].claim.words.startswith("Proved on all ")
    assert "`prefer earliest` changes nothing" in found[0].sentence
    assert idle(views(alike(), WHOLE)) == ()


def test_a_part_of_a_rule_may_be_idle_alone() -> None:
    own = program("layer\n mlp\n  when token is x and position is not 3: answer = x\noutput answer")
    (found,) = idle(views(alike(), own))
    assert found.sentence.startswith(
        "In layer 1, mlp, `when token is x and position is not 3: answer = x`, "
        "`position is not 3` changes nothing"
    )


def test_idle_is_only_evidence_on_samples() -> None:
    sampled = exam_of(SETTING, [("xy", "xy")], SETTING.tokens, small=0)
    assert {one.claim.standing for one in idle(views(sampled, USELESS))} == {"evidence"}


def test_progress_ends_at_the_number_it_announced() -> None:
    steps = list(idle_steps(views(alike(), USELESS)))
    done, total, _ = steps[-1]
    assert done == total < len(steps)  # some could not be taken away
    assert all(done < total for done, total, _ in steps[:-1])
    assert tuple(one for _, _, one in steps if one) == idle(views(alike(), USELESS))


def test_a_step_is_judged_when_its_turn_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[Program] = []

    def counted(*given: Any) -> tuple[Complaint, ...]:
        judged.append(given[0])
        return complaints(*given)

    monkeypatch.setattr("app.gaps.shortcuts.idle.complaints", counted)
    next(idle_steps(views(alike(), USELESS)))
    assert len(judged) == 2  # the program itself, and it without its first step


def test_no_more_is_run_than_was_asked_for() -> None:
    own = views(alike(), USELESS)
    assert idle(own, budget=0) == ()
    assert len(idle(own, budget=3 * own.exam.total)) == 1


def seats(asked: Exam, own: Program) -> list[str | None]:
    rows = [asked.names(row) for row in range(asked.total)]
    answers = answer_labels(own, asked.setting, rows)
    where = zip(asked.seats.rows.tolist(), asked.seats.positions.tolist(), strict=True)
    return [answers[row][position] for row, position in where]


@given(st.data())
def test_exactly_the_idle_steps_change_no_answer(data: st.DataObject) -> None:
    asked, own = alike(), data.draw(programs(SETTING))
    found = [one.place for one in idle(views(asked, own))]
    before = seats(asked, own)
    for place in found:
        assert seats(asked, without(own, place)) == before
    for variant in removals(own):
        if any(variant.place[: len(place)] == place for place in found):
            continue
        if not complaints(variant.program, SETTING):
            assert seats(asked, variant.program) != before


@pytest.mark.parametrize("own", [LISTED_TWO, USELESS])
def test_findings_are_plain_data(own: Program) -> None:
    own_views = views(alike(), own)
    for finding in (renamed(own_views), *named(alike(), own), *idle(own_views)):
        if finding is not None:
            assert finding.as_json()["standing"] == finding.claim.standing
            assert finding.sentence.endswith(".")
