"""The first mixture that is read as one label, and how each head came to look where it looked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.trace import trace
from app.gaps.exam import Exam
from app.gaps.looks.blur import blur, looks
from app.language.program import Program, Space
from app.language.scope import Scope, scope_of
from app.language.setting import Setting
from tests.gaps.small import exam_of, program
from tests.strategies import worlds

LETTERS = Setting(tokens=("a", "b", "c"), max_len=6, attention="bidirectional")


def of(setting: Setting) -> Exam:
    token = setting.tokens[0]
    return exam_of(setting, [((token,), (token,))], setting.tokens)


def one_head(*lines: str) -> Program:
    body = "\n    ".join(lines)
    return program(f"layer\n  head look\n    {body}\n    copy token -> got\noutput got")


def test_the_names_of_a_program_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look-up goes through the whole program, so one for every rule takes too long."""
    asked: list[Program] = []

    def counted(program: Program, setting: Setting) -> Scope:
        asked.append(program)
        return scope_of(program, setting)

    monkeypatch.setattr("app.gaps.looks.mixture.scope_of", counted)
    rules = "slot got : token\nlayer\n mlp\n" + "  when token is a: got = a\n" * 50
    blur(of(LETTERS), program(f"{rules}output got"), ("a",), 0)
    assert len(asked) == 1


def test_tied_positions_make_a_mixture() -> None:
    found = blur(of(LETTERS), one_head("match key.token is not c"), ("a", "b", "c"), 2)
    assert found is not None
    assert (found.why, found.slot, found.position, found.layer) == ("tie", "got", 2, 0)
    assert (found.positions, found.keys) == ((0, 1), ("a", "b"))
    assert found.held == (("a", 0.5), ("b", 0.5))
    assert found.step == ("layers", 0, "heads", 0)
    assert found.sentence == (
        "For position 2, head `look` of layer 1 likes positions 0 and 1 equally well and copies "
        "the average of them, so there `got` holds `a` 1/2 and `b` 1/2. "
        "The answer is read off that: no label leads, so nothing is answered."
    )


def test_a_head_that_finds_nothing_averages() -> None:
    found = blur(of(LETTERS), one_head("match key.token is c"), ("a", "b"), 0)
    assert found is not None
    assert found.why == "nothing matched"
    assert found.failed == ("match key.token is c",)
    assert "finds nothing that it asks for" in found.sentence


def test_partial_matches_may_tie() -> None:
    head = one_head("match key.token is not c", "match key.position == query.position + 3")
    found = blur(of(LETTERS), head, ("a", "b", "c"), 2)
    assert found is not None
    assert found.why == "partial match"
    assert found.failed == ("match key.position == query.position + 3",)
    assert "all without `match key.position == query.position + 3`" in found.sentence


def test_soft_attention_mixes_a_little_of_everything() -> None:
    soft = Setting(
        tokens=("a", "b"), max_len=6, attention="bidirectional", mode="soft", sharpness=1.0
    )
    found = blur(of(soft), one_head("match key.token is a"), ("a", "b", "b", "b"), 3)
    assert found is not None
    assert found.why == "soft"
    assert found.positions == (0,)
    sharp = Setting(
        tokens=("a", "b"), max_len=6, attention="bidirectional", mode="soft", sharpness=50.0
    )
    assert blur(of(sharp), one_head("match key.token is a"), ("a", "b", "b", "b"), 3) is None


def test_two_heads_may_write_to_one_slot() -> None:
    both = program(
        """
        layer
          head first
            match key.position is 0
            copy token -> got
          head second
            match key.position is 1
            copy token -> got
        output got
        """
    )
    found = blur(of(LETTERS), both, ("a", "b"), 0)
    assert found is not None
    assert found.why == "heads"


def test_a_copy_may_bring_less_than_a_label() -> None:
    half = program(
        """
        slot say : token
        layer
          head first
            match key.position is 0
            copy token -> got gain 1/2
          mlp
            when got is a: say = a
            otherwise: say = b
        output say
        """
    )
    found = blur(of(LETTERS), half, ("a", "b"), 0)
    assert found is not None
    assert (found.why, found.slot, found.reader) == ("copy", "got", "a rule of layer 1")


def test_rules_may_disagree() -> None:
    rules = program(
        """
        slot say : token
        layer
          mlp
            when token is a: say = b
            when token is not b: say = c
        output say
        """
    )
    found = blur(of(LETTERS), rules, ("a",), 0)
    assert found is not None
    assert (found.why, found.step) == ("rules", ("layers", 0, "mlps", 0, "rules", 0))
    assert not found.decided


def test_the_mixture_is_found_where_it_was_made() -> None:
    carried = program(
        """
        slot say : token
        layer
          head all
            copy token -> mix
        layer
          head carry
            match key.position == query.position
            copy mix -> brought
        layer
          mlp
            when brought is a: say = a
            otherwise: say = b
        output say
        """
    )
    found = blur(of(LETTERS), carried, ("a", "b"), 1)
    assert found is not None
    assert (found.slot, found.layer, found.why) == ("mix", 0, "tie")
    assert found.reader == "a rule of layer 3"


def test_a_mixture_that_loses_to_a_preference_is_found() -> None:
    thin = program(
        """
        layer
          head twins
            match key.token == query.token
            copy position -> places
        layer
          head next
            match key.position == query.places + 1
            prefer latest
            copy token -> got
        output got
        """
    )
    tokens = ("a", "b", "a", "a", "c", "a")
    found = blur(of(LETTERS), thin, tokens, 5)
    assert found is not None
    assert (found.slot, found.reader) == ("places", "head `next` of layer 2")


@pytest.mark.parametrize(
    "text",
    [
        "slot say : token\nlayer\n  head all\n    copy token -> mix\n  mlp\n"
        "    when mix[a] > 1/2: say = a\n    otherwise: say = b\noutput say",
        "layer\n  head own\n    match key.position == query.position\n    copy token -> got\n"
        "output got",
    ],
)
def test_amounts_that_are_counted_and_whole_labels_are_no_blur(text: str) -> None:
    assert blur(of(LETTERS), program(text), ("a", "b", "a"), 2) is None


def test_a_relation_may_translate_what_is_mixed() -> None:
    spaced = Setting(tokens=("a", "b"), max_len=4, spaces=(Space("kind", ("x", "y")),))
    several = program(
        """
        slot got : kind
        relation kinds = a:x a:y b:x
        layer
          head own
            match key.position == query.position
            copy token through kinds -> got
        output got
        """
    )
    found = blur(of(spaced), several, ("b", "a"), 1)
    assert found is not None
    assert found.why == "copy"


# Looks ------------------------------------------------------------------------------------------


def test_a_true_match_is_told_from_a_poor_one() -> None:
    head = one_head("match key.token is a", "match key.position == query.position - 1")
    true, partial = ("a", "b"), ("b", "a", "b", "b")
    [look] = looks(of(LETTERS), head, true, 1)
    assert (look.match, look.winners, look.failed, look.gap) == ("all", (0,), (), 2.0)
    [look] = looks(of(LETTERS), head, partial, 3)
    assert (look.match, look.winners, look.tie) == ("some", (1, 2), "different")
    [look] = looks(of(LETTERS), head, ("b", "b"), 0)
    assert (look.match, look.itself) == ("none", True)


def test_a_look_says_when_only_the_preference_decides() -> None:
    [look] = looks(of(LETTERS), one_head("match key.token is a", "prefer latest"), ("a", "a"), 1)
    assert look.preferred
    assert look.sentence == (
        "From position 1, head `look` of layer 1 looks at itself: "
        "a true match; chosen by `prefer` alone."
    )
    [look] = looks(of(LETTERS), one_head("match key.token is a", "prefer latest"), ("b", "a"), 1)
    assert not look.preferred


def test_a_hair_is_called_a_hair() -> None:
    near = one_head("match key.token is a", "match key.token is b weight 0.9995")
    [look] = looks(of(LETTERS), near, ("a", "b"), 0)
    assert look.near
    assert "ahead by only 0.0005" in look.sentence


def test_heads_that_play_no_part_are_left_out() -> None:
    idle = program(
        """
        layer
          head used
            match key.position is 0
            copy token -> got
          head idle
            copy token -> other
        output got
        """
    )
    assert [look.head for look in looks(of(LETTERS), idle, ("a", "b"), 1)] == ["used"]


@settings(max_examples=100, deadline=None)
@given(worlds(), st.data())
def test_what_is_told_is_in_the_trace(world: tuple[Setting, Program], data: st.DataObject) -> None:
    setting, drawn = world
    size = data.draw(st.integers(1, setting.max_len))
    tokens = tuple(data.draw(st.sampled_from(setting.tokens)) for _ in range(size))
    tokens = (setting.tokens[0], *tokens[1:]) if setting.bos else tokens
    position = data.draw(st.integers(0, size - 1))
    traced = trace(drawn, setting, tokens)
    for look in looks(of(setting), drawn, tokens, position):
        scores = traced.heads[look.layer][int(look.place[3])].scores[look.query]
        assert set(look.winners) == {k for k, s in enumerate(scores) if s >= scores.max() - 1e-6}
        assert look.as_json()["sentence"] == look.sentence
    found = blur(of(setting), drawn, tokens, position)
    if found is not None:
        labels = traced.slots[found.slot]
        written = [stream[found.slot][found.position] for stream in traced.streams]
        held = dict(found.held)
        assert any(
            {name: a for name, a in zip(labels, amounts, strict=True) if abs(a) > 2e-6} == held
            for amounts in written
        )
        assert len(held) > 1 or abs(next(iter(held.values())) - 1) > 1e-6
        assert found.as_json()["sentence"] == found.sentence
