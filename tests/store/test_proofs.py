"""Attempts at a proof: one row each, bounded, and an accepted one is never crowded out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.store import players, proofs
from app.store.connect import Store, connect
from app.store.migrate import migrate
from app.store.proofs import Proof
from app.store.schema import PROOFS
from app.store.schema import proofs as table

PROOF = Proof("player", "puzzle", "digest", "cases", "1.0.0", '{"lemma":"future"}', False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated database."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    yield store
    store.close()


def rows(store: Store) -> int:
    """How many attempts are kept."""
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_one_attempt_is_one_row(store: Store) -> None:
    proofs.record(store, PROOF)
    proofs.record(store, PROOF)
    assert rows(store) == 1
    assert proofs.rulings(store, "player") == {"puzzle": False}
    proofs.record(store, replace(PROOF, accepted=True))
    assert rows(store) == 1
    assert proofs.rulings(store, "player") == {"puzzle": True}


def test_other_cases_make_it_another_attempt(store: Store) -> None:
    proofs.record(store, replace(PROOF, accepted=True))
    proofs.record(store, replace(PROOF, cases="newer"))
    assert rows(store) == 2
    assert proofs.rulings(store, "player") == {"puzzle": True}


def test_the_newest_accepted_one(store: Store) -> None:
    for name in ("one", "two"):
        proofs.record(store, replace(PROOF, digest=name, attempt=name, accepted=True))
    proofs.record(store, PROOF)
    assert proofs.accepted(store, "player", "puzzle") == "two"
    assert proofs.accepted(store, "player", "another") is None
    assert proofs.accepted(store, "stranger", "puzzle") is None


def test_the_bound_drops_refused_ones_first(store: Store) -> None:
    proofs.record(store, replace(PROOF, digest="good", accepted=True))
    for number in range(PROOFS + 5):
        proofs.record(store, replace(PROOF, digest=str(number)))
    assert rows(store) == PROOFS
    assert proofs.rulings(store, "player") == {"puzzle": True}


def test_two_tabs_with_one_attempt(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: proofs.record(store, PROOF), range(8)))
    assert rows(store) == 1


def test_who_is_forgotten_has_proved_nothing(store: Store) -> None:
    proofs.record(store, replace(PROOF, accepted=True))
    players.forget(store, "player")
    assert rows(store) == 0
