"""Made-up answers: how many, the shortest, and what it rests on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.run import answer_labels
from app.gaps.exam import Exam
from app.gaps.looks.grounding import Refusals, grounding, refusals
from app.gaps.looks.provenance import UNSOUND
from app.gaps.views import views
from app.language.program import Concept, Program, Ref, Relation, Slot
from app.language.setting import Setting
from tests.gaps.small import exam, program
from tests.strategies import programs

NAMES = ("ann", "bob")
PLAIN = Setting(
    ("um", "none", *NAMES),
    4,
    concepts=(Concept("name", (Ref("ann"), Ref("bob"))),),
    relations=(Relation("calls", ((Ref("um"), Ref("ann")),)),),
    slots=(Slot("answer", "token"), Slot("found", "token")),
)
SUNK = replace(
    PLAIN,
    tokens=("^", *PLAIN.tokens),
    bos=True,
    relations=(Relation("calls", ((Ref("^"), Ref("ann")), (Ref("um"), Ref("ann")))),),
)


def latest_before(tokens: tuple[str, ...]) -> list[str | None]:
    """The latest name before each place, or none; the sink is asked nothing."""
    wanted: list[str | None] = []
    for at, token in enumerate(tokens):
        heard = [t for t in tokens[:at] if t in NAMES]
        wanted.append(None if token == "^" else heard[-1] if heard else "none")
    return wanted


def calls(setting: Setting) -> Exam:
    return exam(setting, latest_before, 3, abstain=("none",))


def head(*clauses: str, copy: str = "token -> answer") -> str:
    lines = "".join(f"  {clause}\n" for clause in clauses)
    return f"layer\n head call\n{lines}  copy {copy}\n"


def mlp(*rules: str) -> str:
    return " mlp\n" + "".join(f"  {rule}\n" for rule in rules)


OUT = "output answer"
BEFORE = ("match key.token is name", "match key.position < query.position", "prefer latest")
HALF = head("match key.token is um", "match key.position < query.position")
CASES: dict[str, tuple[Setting, str, str, str]] = {
    "the best of bad matches": (
        PLAIN,
        head(*BEFORE) + OUT,
        "imperfect match",
        "head `call` brought its best match, `um` at position 0, which meets none of its 2 "
        "conditions (fails: `match key.token is name`, `match key.position < query.position`)",
    ),
    "half a match": (
        PLAIN,
        HALF + OUT,
        "imperfect match",
        "head `call` brought its best match, `um` at position 0, which meets only 1 of its "
        "2 conditions (fails: `match key.position < query.position`)",
    ),
    "a match one layer down": (
        PLAIN,
        HALF.replace("answer", "found")
        + "layer\n head pass\n  match key.position == query.position\n  copy found -> answer\n"
        + OUT,
        "imperfect match",
        "head `call` brought its best match, `um` at position 0",
    ),
    "a rule that trusts a head": (
        PLAIN,
        HALF.replace("answer", "found") + mlp("when found is um: answer = ann") + OUT,
        "imperfect match",
        "head `call` brought its best match",
    ),
    "a true match of a place that was not": (
        PLAIN,
        HALF.replace("answer", "found")
        + "layer\n head pass\n  match key.found == query.token\n  copy token -> answer\n"
        + OUT,
        "imperfect match",
        "head `call` brought its best match",
    ),
    "alternatives are no conditions": (
        PLAIN,
        head("match key.token is name weight 2", "match key.token is um") + OUT,
        "match",
        "head `call` took `um` at position 0, which meets all its conditions",
    ),
    "a place to land is no condition": (
        SUNK,
        head("match key.token == query.token", "match key.token is ^", "prefer latest") + OUT,
        "match",
        "head `call` took `um` at position 1, which meets all its conditions",
    ),
    "nothing asked but an end": (
        SUNK,
        head("prefer latest") + OUT,
        "match",
        "head `call` took `um` at position 1, and asks for nothing but the end it prefers",
    ),
    "one condition, not met": (
        PLAIN,
        head("match key.token is name") + OUT,
        "imperfect match",
        "`um` at position 0, which does not meet its one condition, `match key.token is name`",
    ),
    "the sink": (
        SUNK,
        head("match key.token is ^", copy="token through calls -> answer") + OUT,
        "sink",
        "head `call` looked at `^` at position 0, where looks land that find nothing else",
    ),
    "an average of nothing asked": (
        PLAIN,
        head(copy="token through calls -> answer") + OUT,
        "average",
        "head `call` asks for nothing, and brought an average",
    ),
    "an average of nothing found": (
        PLAIN,
        head("match key.token is bob", copy="token through calls -> answer")
        + mlp("when position is 0: answer = none gain 2")
        + OUT,
        "average",
        "head `call` found nothing it asks for, and brought an average",
    ),
    "a default": (
        PLAIN,
        "layer\n" + mlp("when token is name: answer = none", "otherwise: answer = bob") + OUT,
        "default",
        "no other rule spoke, and `otherwise: answer = bob` filled in",
    ),
    "nothing at all": (
        PLAIN,
        "layer\n"
        + mlp("when token is um: answer = um gain -1, answer = none gain -1, answer = ann gain -1")
        + OUT,
        "default",
        "no step wrote that answer",
    ),
    "a rule": (
        PLAIN,
        "layer\n" + mlp("when token is um: answer = bob") + OUT,
        "rule",
        "the rule `when token is um: answer = bob` says so",
    ),
    "a true match of too little": (
        SUNK,
        head("match key.token == query.token") + OUT,
        "match",
        "head `call` took `um` at position 1, which meets all its conditions: they let in too much",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_a_made_up_answer_rests_on(name: str) -> None:
    setting, text, rests, reason = CASES[name]
    found = grounding(views(calls(setting), program(text)))
    assert found is not None
    assert found.rests == rests
    assert reason in found.sentence
    assert found.claim.standing == "proof"
    assert found.as_json()["tokens"] == list(found.seat.tokens)


def test_the_shortest_seat_is_shown_and_both_rates_are_told() -> None:
    text = "layer\n" + mlp("when token is um: answer = bob", "otherwise: answer = none") + OUT
    found = grounding(views(calls(PLAIN), program(text)))
    assert found is not None
    assert (found.seat.tokens, found.seat.position, found.given) == (("um",), 0, "bob")
    exam_ = calls(PLAIN)
    bare = sum(exam_.seat(i).wanted == "none" for i in range(len(exam_.seats)))
    assert found.refusals.without == (bare - found.made_up, bare)
    assert found.refusals.having[1] == len(exam_.seats) - bare
    assert found.refusals.having[0] > 0
    assert "where something does, you say that nothing does on" in found.sentence


def test_refusing_everything_makes_nothing_up_and_shows_in_the_rates() -> None:
    never = program("layer\n" + mlp("otherwise: answer = none") + OUT)
    own = views(calls(PLAIN), never)
    assert grounding(own) is None
    rates = refusals(own)
    assert rates is not None
    assert rates.without[0] == rates.without[1]
    assert rates.having[0] == rates.having[1] > 0


def test_an_undecided_answer_is_not_made_up() -> None:
    silent = program(OUT)
    own = views(calls(PLAIN), silent)
    assert grounding(own) is None
    rates = refusals(own)
    assert rates is not None
    assert rates.without[0] == rates.having[0] == 0


def test_where_no_answer_means_refusal_there_is_nothing_to_tell() -> None:
    own = views(exam(PLAIN, latest_before, 2), program(OUT))
    assert grounding(own) is None
    assert refusals(own) is None


def test_sequences_are_counted_where_each_is_asked_once() -> None:
    assert Refusals((1, 2), (0, 1_000), "sequences").sentence == (
        "Where nothing tells an answer you say so on 1 of 2 sequences; where something does, you "
        "say that nothing does on 0 of 1,000."
    )
    once = exam(PLAIN, lambda t: [None] * (len(t) - 1) + ["none"], 2, abstain=("none",))
    rates = refusals(views(once, program(OUT)))
    assert rates is not None
    assert rates.noun == "sequences"


@given(st.data())
def test_every_made_up_answer_is_given_when_run_again(data: st.DataObject) -> None:
    setting = data.draw(st.sampled_from((PLAIN, SUNK)))
    own: Program = data.draw(programs(setting))
    found = grounding(views(calls(setting), own))
    if found is None:
        return
    answers = answer_labels(own, setting, [found.seat.tokens])[0]
    assert answers[found.seat.position] == found.given != found.seat.wanted == "none"
    assert latest_before(found.seat.tokens)[found.seat.position] == "none"
    assert found.rests in UNSOUND or found.rests in ("match", "rule")
    assert all(0 <= at < len(found.seat.tokens) for at in found.positions)
    assert " you say that nothing does on " in found.sentence
