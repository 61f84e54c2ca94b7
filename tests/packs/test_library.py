"""The library finds every puzzle, and what comes after it."""

from pathlib import Path

import pytest

from app.errors import Missing
from app.packs.library import Library, load_library
from app.packs.model import BadPack, Puzzle


@pytest.fixture
def library(tiny_pack: Path) -> Library:
    return load_library([tiny_pack])


def test_finding(library: Library) -> None:
    echo = library.find("tiny/echo")
    assert library.find("tiny", "echo") is echo
    assert library.by_id[echo.id] is echo
    assert library.pack_of(echo).name == "tiny"
    assert library.chapter_of(echo).title == "Only"
    assert library.after(echo) is None
    assert library.introduced(echo) == {"heads", "compare", "shift", "copy"}


def test_the_gaps_of_a_puzzle(library: Library) -> None:
    echo = library.find("tiny/echo")
    (gap,) = library.gaps_of(echo)
    assert gap is library.gap(echo, "order")
    assert (gap.title, gap.meaning, gap.failure) == (
        "Order",
        "Order is not free.",
        "Models lose it.",
    )
    assert library.pack_of(echo).touching(gap) == (echo,)
    with pytest.raises(Missing, match="no gap called time"):
        library.gap(echo, "time")


def test_what_is_not_there(library: Library, echo: Puzzle) -> None:
    with pytest.raises(Missing, match="no puzzle called tiny/other"):
        library.find("tiny", "other")
    assert library.after(echo) is None


def test_two_packs_of_one_name(tiny_pack: Path) -> None:
    with pytest.raises(BadPack, match="same name, tiny"):
        load_library([tiny_pack, tiny_pack])
