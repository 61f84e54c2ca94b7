"""Addresses: a view is written into one and read back; anything else opens the puzzle."""

import pytest

from app.web.address import View, view_of
from app.web.look import Look

PATH = "/p/campaign/induction"


def test_a_view_is_read_back() -> None:
    view = View(
        PATH, sequence="a b", position=1, step=("layers", 0, "heads", 2), tab="source", more=True
    )
    assert view.address == f"{PATH}?pos=1&step=layers.0.heads.2&tab=source&more=1&seq=a+b"
    query = {"pos": "1", "step": "layers.0.heads.2", "tab": "source", "more": "1", "seq": "a b"}
    assert view_of(PATH, query) == view


def test_the_plain_view_has_a_plain_address() -> None:
    assert View(PATH).address == PATH


@pytest.mark.parametrize(
    "query",
    [
        {"pos": "-1"},
        {"pos": "x"},
        {"tab": "x"},
        {"step": "x" * 999},
        {"ex": "9" * 99},
        {"a": "b"},
        {"at": "x"},
        {"fold": "1.x"},
        {"cols": "x"},
    ],
)
def test_what_cannot_be_read_is_ignored(query: dict[str, str]) -> None:
    assert view_of(PATH, query) == View(PATH)


def test_actions_keep_the_view_but_not_the_verdict() -> None:
    assert View(PATH, position=2, check=True).to("undo") == f"{PATH}/undo?pos=2"


def test_an_example_starts_at_its_own_position() -> None:
    assert View(PATH, sequence="a", position=3).load(2) == f"{PATH}?ex=2"


def test_what_of_the_tower_is_shown_is_read_back() -> None:
    look = Look(line=3, folded=(0, 2), columns="few", opened=(40,))
    query = {"at": "3", "fold": "0.2", "cols": "few", "open": "40"}
    assert View(PATH, look=look).address == f"{PATH}?at=3&fold=0.2&cols=few&open=40"
    assert view_of(PATH, query).look == look
    assert view_of(PATH, {"fold": "way"}).look == Look(way=True)


def test_a_check_shows_its_mistake_above_any_line() -> None:
    assert View(PATH, look=Look(line=1, folded=(0,))).to("check") == f"{PATH}/check?fold=0"
