"""The history of a draft: revisions, undo and redo, bounds, and who wins a race."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.store import drafts
from app.store.connect import Store, connect
from app.store.drafts import Key, Stale, Text
from app.store.migrate import migrate
from app.store.schema import HISTORY_CHARACTERS, HISTORY_STEPS, draft_steps

KEY = Key("player", "puzzle")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated database with a draft: the start at revision 0, "one" at revision 1."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    drafts.begin(store, KEY, ok("start"), ok("one"))
    yield store
    store.close()


def ok(text: str) -> Text:
    """A readable text."""
    return Text(text, readable=True)


def steps(store: Store) -> int:
    """How many steps are kept."""
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(draft_steps)).scalar_one()


def test_undo_and_redo_walk_the_history(store: Store) -> None:
    drafts.save(store, KEY, ok("two"), 1)
    back = drafts.move(store, KEY, "before", 2)
    assert (back.text, back.revision, back.can_undo, back.can_redo) == ("one", 3, True, True)
    start = drafts.move(store, KEY, "before", 3)
    assert (start.text, start.can_undo, start.can_redo) == ("start", False, True)
    assert drafts.move(store, KEY, "before", 4) == start
    assert drafts.move(store, KEY, "after", 4).text == "one"
    end = drafts.move(store, KEY, "after", 5)
    assert (end.text, end.can_redo, end.revision) == ("two", False, 6)
    assert drafts.move(store, KEY, "after", 6) == end


def test_a_change_after_undo_starts_a_new_branch(store: Store) -> None:
    drafts.move(store, KEY, "before", 1)
    other = drafts.save(store, KEY, ok("other"), 2)
    assert (other.can_undo, other.can_redo) == (True, False)
    assert drafts.move(store, KEY, "before", 3).text == "start"
    assert drafts.move(store, KEY, "after", 4).text == "other"


def test_a_tab_can_still_see_what_it_showed(store: Store) -> None:
    drafts.move(store, KEY, "before", 1)
    drafts.save(store, KEY, ok("other"), 2)
    texts = [drafts.text_at(store, KEY, revision) for revision in range(5)]
    assert texts == ["start", "one", "start", "other", None]


def test_the_last_readable_text_is_kept(store: Store) -> None:
    drafts.save(store, KEY, Text("broken", readable=False), 1)
    worse = drafts.save(store, KEY, Text("worse", readable=False), 2)
    assert (worse.text, worse.readable) == ("worse", "one")
    assert drafts.save(store, KEY, ok("fine"), 3).readable == "fine"


def test_history_is_bounded_in_steps(store: Store) -> None:
    for revision in range(1, HISTORY_STEPS + 20):
        drafts.save(store, KEY, ok(str(revision)), revision)
    assert steps(store) == HISTORY_STEPS


def test_undoing_far_does_not_shorten_history(store: Store) -> None:
    for revision in range(1, 20):
        drafts.save(store, KEY, ok(str(revision)), revision)
    for revision in range(20, 40):
        drafts.move(store, KEY, "before", revision)
    here = drafts.read(store, KEY)
    assert here is not None
    assert here.text == "start"
    assert steps(store) == 21


def test_history_is_bounded_in_size(store: Store) -> None:
    large = HISTORY_CHARACTERS // 4
    for revision in range(1, 10):
        drafts.save(store, KEY, ok(str(revision) * large), revision)
    assert steps(store) == 4


@pytest.mark.parametrize("revision", [0, 2])
def test_another_revision_is_stale(store: Store, revision: int) -> None:
    with pytest.raises(Stale):
        drafts.save(store, KEY, ok("two"), revision)
    with pytest.raises(Stale):
        drafts.move(store, KEY, "before", revision)
    with pytest.raises(Stale):
        drafts.begin(store, KEY, ok("start"), ok("again"))
    kept = drafts.read(store, KEY)
    assert kept is not None
    assert (kept.text, kept.revision) == ("one", 1)


@pytest.mark.parametrize("first", [True, False])
def test_of_two_at_once_exactly_one_wins(store: Store, first: bool) -> None:
    key = Key("player", "another") if first else KEY
    together = Barrier(2)

    def change(text: str) -> bool:
        together.wait()
        try:
            if first:
                drafts.begin(store, key, ok("start"), ok(text))
            else:
                drafts.save(store, key, ok(text), 1)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change, ["mine", "yours"])) == [False, True]
