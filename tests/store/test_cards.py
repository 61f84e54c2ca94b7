"""Gap cards as they are kept: one witness a gap, replaced only by a better one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.store import cards, players
from app.store.connect import Store, connect
from app.store.migrate import migrate


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated database."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    yield store
    store.close()


def keep(store: Store, witness: str, *gaps: str, better: bool = False) -> None:
    """Keeps a witness of the gaps on one puzzle."""
    cards.keep(store, "player", "puzzle", gaps, witness, lambda old: better)


def witnesses(store: Store) -> dict[str, str]:
    """What is kept of each gap."""
    return {card.gap: card.witness for card in cards.kept(store, "player")}


def test_the_first_is_kept_until_a_better_one(store: Store) -> None:
    keep(store, "first", "one")
    keep(store, "second", "one")
    assert witnesses(store) == {"one": "first"}
    keep(store, "third", "one", better=True)
    assert witnesses(store) == {"one": "third"}


def test_a_card_that_stays_needs_no_writing(store: Store) -> None:
    keep(store, "first", "one", "two")
    with store.writing():
        keep(store, "second", "one", "two")
    assert witnesses(store) == {"one": "first", "two": "first"}


def test_every_gap_has_its_own(store: Store) -> None:
    keep(store, "first", "one")
    keep(store, "second", "one", "two")
    assert witnesses(store) == {"one": "first", "two": "second"}
    cards.keep(store, "player", "another", ["one"], "there", lambda old: False)
    assert [card.puzzle for card in cards.kept(store, "player")] == ["another", "puzzle", "puzzle"]


def test_two_reports_at_once(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: keep(store, str(number), "one", "two"), range(8)))
    kept = witnesses(store)
    assert set(kept) == {"one", "two"}
    assert kept["one"] == kept["two"]


def test_who_is_forgotten_has_no_cards(store: Store) -> None:
    keep(store, "first", "one")
    players.forget(store, "player")
    assert cards.kept(store, "player") == ()
