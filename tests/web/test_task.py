"""The task panel: meters in words, the rules of the place, and examples that do not run yet."""

from dataclasses import replace

from app.language.allowance import Allowance
from app.language.parse import parse
from app.packs.model import Puzzle
from app.web.address import View
from app.web.task import examples, meters, sees
from tests import tiny

ECHO = parse(tiny.ECHO).program


def allowing(**allowed: object) -> Puzzle:
    """The tiny puzzle with another allowance."""
    return replace(tiny.puzzle(), allowance=Allowance(**allowed))  # type: ignore[arg-type]


def test_a_budget_is_boxes_to_fill() -> None:
    layers, heads = meters(tiny.puzzle(), ECHO)
    assert (layers.name, layers.boxes, layers.words) == ("layers", ("on", "off"), "1 of 2, par 1")
    assert not heads.over


def test_over_budget_is_told_in_words() -> None:
    (heads,) = meters(allowing(budget={"heads": 0}), ECHO)
    assert (heads.boxes, heads.words, heads.over) == (("over",), "1 over the 0 allowed", True)


def test_a_large_budget_is_a_bar() -> None:
    (width,) = meters(allowing(budget={"parameters": 100_000}), ECHO)
    assert width.boxes == ()
    assert 0 <= width.filled < 120


def test_what_is_not_allowed_at_all_is_told() -> None:
    (neurons,) = meters(allowing(budget={"neurons": 0}), ECHO)
    assert (neurons.words, neurons.boxes) == ("none allowed", ())


def test_single_layers_have_meters_too() -> None:
    found = meters(allowing(per_layer=({"heads": 1}, {"heads": 1})), ECHO)
    assert [(meter.name, meter.used) for meter in found] == [
        ("heads in layer 1", 1),
        ("heads in layer 2", 0),
    ]


def test_the_rules_of_the_place_are_sentences() -> None:
    told = sees(allowing(forbidden=frozenset({"rules", "gains"}), sealed=frozenset({"token"})))
    assert told[0] == "Causal: each position sees itself and what came before."
    assert "Not allowed here: gains, rules of your own." in told
    assert "Sealed, for given steps only: token." in told
    soft = replace(tiny.puzzle().setting, attention="bidirectional", mode="soft", sharpness=4.0)
    assert "Soft attention, sharpness 4" in " ".join(sees(replace(tiny.puzzle(), setting=soft)))


def test_an_unfinished_draft_is_neither_right_nor_wrong() -> None:
    view = View("/p/tiny/echo")
    unfinished = parse(tiny.START.replace("output guess", "")).program
    assert [row.state for row in examples(tiny.puzzle(), unfinished, view)] == [""]
    assert [row.state for row in examples(tiny.puzzle(), ECHO, view)] == ["right"]
