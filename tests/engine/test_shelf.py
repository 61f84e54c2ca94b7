"""What is kept for its next use stays within its bytes."""

from app.engine.shelf import Shelf


def test_what_was_unused_for_longest_makes_room() -> None:
    shelf: Shelf[str, str] = Shelf(8, 100)
    for name in "abc":
        shelf.keep(name, name.upper(), 30)
    assert shelf.find("a") == "A"
    shelf.keep("d", "D", 30)
    assert [shelf.find(name) for name in "abcd"] == ["A", None, "C", "D"]


def test_there_are_never_more_than_asked_for() -> None:
    shelf: Shelf[int, int] = Shelf(2, 100)
    for number in range(5):
        shelf.keep(number, number, 1)
    assert [shelf.find(number) for number in range(5)] == [None, None, None, 3, 4]


def test_what_is_larger_than_the_shelf_pushes_nothing_out() -> None:
    shelf: Shelf[str, int] = Shelf(8, 100)
    shelf.keep("small", 1, 60)
    shelf.keep("huge", 2, 101)
    assert (shelf.find("small"), shelf.find("huge")) == (1, None)


def test_keeping_again_counts_once() -> None:
    shelf: Shelf[str, int] = Shelf(8, 100)
    shelf.keep("a", 1, 60)
    shelf.keep("a", 2, 60)
    shelf.keep("b", 3, 40)
    assert (shelf.find("a"), shelf.find("b")) == (2, 3)
    shelf.clear()
    assert shelf.find("a") is None
