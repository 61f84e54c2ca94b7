"""Comforts: what is chosen, what is kept of it, and what a cookie may hold."""

import pytest

from app.play.comforts import Comforts, comforts


def test_the_ordinary_choice_leaves_nothing_behind() -> None:
    assert comforts({}).kept() == {}
    assert comforts({}).classes == ""


def test_every_choice_has_its_class() -> None:
    all_of_them = Comforts("large", "none", "projector")
    assert all_of_them.classes == "large-labels still projector"
    assert comforts(all_of_them.kept()) == all_of_them


@pytest.mark.parametrize(
    "odd", [None, 3, [], "large", {"labels": ["large"]}, {"labels": '"><script>'}, {"motion": 1}]
)
def test_what_is_no_choice_is_the_ordinary_one(odd: object) -> None:
    assert comforts(odd) == Comforts()
