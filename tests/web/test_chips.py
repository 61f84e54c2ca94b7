"""Chips: what a cell holds, told crisply, as shares, as votes or as nothing."""

import pytest

from app.web.chips import Palette, amount_text, argmax_labels, chip, colours

ABE = Palette(("^", "a", "b", "e"), (("vowel", frozenset({1, 3})), ("any", frozenset(range(4)))))


def test_one_label_wholly_is_crisp() -> None:
    found = chip([0, 1, 0, 0], ABE, 66)
    assert (found.kind, found.pieces[0].label, found.words) == ("crisp", "a", "a")


def test_nothing_is_empty() -> None:
    found = chip([0, 1e-9, 0, 0], ABE, 66)
    assert (found.kind, found.words) == ("empty", "empty")


def test_shares_are_proportional() -> None:
    found = chip([0, 0.25, 0.75, 0], ABE, 60)
    assert found.kind == "blurred"
    assert [(p.label, p.x, p.width) for p in found.pieces] == [("a", 0, 15), ("b", 15, 45)]
    assert found.words == "a 1/4, b 3/4"


def test_a_certain_concept_is_told() -> None:
    found = chip([0, 0.5, 0, 0.5], ABE, 66)
    assert (found.concept, found.words) == ("vowel 100%", "vowel 100%: a 1/2, e 1/2")


@pytest.mark.parametrize("amounts", [[0, 0.5, 0, 0.25], [0.5, 0.5, 0, 0]])
def test_no_concept_is_claimed_that_is_not_certain(amounts: list[float]) -> None:
    assert chip(amounts, ABE, 66).concept == ""


def test_less_than_a_whole_leaves_room() -> None:
    found = chip([0, 0.5, 0, 0], ABE, 60)
    assert (found.kind, found.pieces[0].width) == ("blurred", 30)


def test_more_than_a_whole_is_drawn_within_the_chip() -> None:
    found = chip([0, 1, 1, 0], ABE, 60)
    assert [(p.amount, p.width) for p in found.pieces] == [("1", 30), ("1", 30)]


def test_amounts_outside_a_share_are_votes() -> None:
    found = chip([0.5, 2, -1, 0], ABE, 66)
    assert (found.kind, found.more) == ("voted", 1)
    assert found.words == "a 2, b −1, ^ 1/2"


def test_the_line_under_a_chip_fits() -> None:
    assert chip([0, 0.5, 0.5, 0], ABE, 66).caption == "a 1/2 b 1/2"
    assert chip([0.25] * 4, ABE, 66).caption == "4 × 1/4"
    assert chip([0.2, 0.2, 0.5, 0.1], ABE, 66).caption == "b 1/2 …"


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1, "1"), (1 / 3, "1/3"), (-0.5, "−1/2"), (2, "2"), (0.123, "0.12"), (0.001, "<0.01")],
)
def test_numbers_a_person_reads(amount: float, text: str) -> None:
    assert amount_text(amount) == text


def test_nearly_one_is_not_told_as_one() -> None:
    assert amount_text(0.9999) == "≈1"


def test_colours_are_stable_and_greys_use_none_up() -> None:
    assert colours(("^", "a", "b")) == (0, 1, 2)
    assert colours(tuple("0123456789"))[8:] == (1, 2)
    assert colours(tuple("abcdefghij")) == (0,) * 10


def test_ties_are_told() -> None:
    assert argmax_labels([0, 0.5, 0.5, 0], ABE.labels) == ("a", "b")
