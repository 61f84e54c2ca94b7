"""Drafts and their history: the compare-and-set on revisions lives here.

A revision counts every change of a draft, undo and redo included. A step is one source text; its
number is the revision that made it. `readable` names the step with the last text that could be
read, itself or an earlier one.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from app.store import players
from app.store.connect import Store
from app.store.schema import HISTORY_CHARACTERS, HISTORY_STEPS, draft_steps, drafts

Direction = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Key:
    """Whose draft of which puzzle."""

    player: str
    puzzle: str

    def of(self, table: FromClause) -> ColumnElement[bool]:
        """The condition that picks this draft's rows of a table."""
        return and_(table.c.player == self.player, table.c.puzzle == self.puzzle)


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft at one revision. `readable` is None when no readable text is kept any more."""

    text: str
    readable: str | None
    revision: int
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A source text on its way in, and whether it can be read."""

    text: str
    readable: bool


class Stale(Exception):
    """The draft has moved on from the revision the caller saw. Nothing was changed."""


def read(store: Store, key: Key) -> Stored | None:
    """The current draft, or None if the player has none for this puzzle."""
    with store.reading() as connection:
        return _current(connection, key)


def text_at(store: Store, key: Key, revision: int) -> str | None:
    """The text as it stood at a revision, if the history still knows."""
    at = or_(draft_steps.c.step == revision, draft_steps.c.revisited == revision)
    wanted = select(draft_steps.c.text).where(key.of(draft_steps), at)
    with store.reading() as connection:
        return connection.execute(wanted).scalar()


def begin(store: Store, key: Key, start: Text, first: Text) -> Stored:
    """Save the first change of a draft, over its start. Raises Stale if another was first."""
    try:
        with store.writing() as connection:
            players.ensure(connection, key.player)
            row = {**_named(key), "revision": 1, "step": 1, "changed": players.now()}
            connection.execute(insert(drafts).values(row))
            _add(connection, key, _Link(0, None), start)
            _add(connection, key, _Link(1, 0), first)
            return _known(connection, key)
    except IntegrityError:
        raise Stale from None


def save(store: Store, key: Key, text: Text, revision: int) -> Stored:
    """Add a step after the current one. Raises Stale unless the draft is at `revision`."""
    with store.writing() as connection:
        here = _advance(connection, key, revision)
        number = revision + 1
        _add(connection, key, _Link(number, here), text)
        _point(connection, key, number)
        _trim(connection, key, number)
        return _known(connection, key)


def move(store: Store, key: Key, direction: Direction, revision: int) -> Stored:
    """Undo (`before`) or redo (`after`); at the end of the history nothing moves.

    Raises Stale unless the draft is at `revision`.
    """
    with store.writing() as connection:
        current = _known(connection, key)
        if current.revision != revision:
            raise Stale
        if not (current.can_undo if direction == "before" else current.can_redo):
            return current
        here = _advance(connection, key, revision)
        link = select(draft_steps.c[direction]).where(_step(key, here))
        target = int(connection.execute(link).scalar_one())
        changes = {"revisited": revision + 1} | ({"after": here} if direction == "before" else {})
        connection.execute(update(draft_steps).where(_step(key, target)).values(changes))
        _point(connection, key, target)
        return _known(connection, key)


def puzzles_of(store: Store, player: str) -> frozenset[str]:
    """The ids of the puzzles the player has a draft for."""
    wanted = select(drafts.c.puzzle).where(drafts.c.player == player)
    with store.reading() as connection:
        return frozenset(connection.execute(wanted).scalars())


@dataclass(frozen=True, slots=True)
class _Link:
    number: int
    before: int | None


def _advance(connection: Connection, key: Key, revision: int) -> int:
    """Take the revision, compare and set in one statement; the number of the current step."""
    mine = and_(key.of(drafts), drafts.c.revision == revision)
    change = update(drafts).where(mine).values(revision=revision + 1, changed=players.now())
    step = connection.execute(change.returning(drafts.c.step)).scalar()
    if step is None:
        raise Stale
    return int(step)


def _point(connection: Connection, key: Key, step: int) -> None:
    connection.execute(update(drafts).where(key.of(drafts)).values(step=step))


def _add(connection: Connection, key: Key, link: _Link, text: Text) -> None:
    readable: int | None = link.number
    if not text.readable and link.before is not None:
        earlier = select(draft_steps.c.readable).where(_step(key, link.before))
        readable = connection.execute(earlier).scalar()
    row = {
        **_named(key),
        "step": link.number,
        "revisited": link.number,
        "before": link.before,
        "readable": readable,
        "text": text.text,
        "size": len(text.text),
    }
    connection.execute(insert(draft_steps).values(row))


def _trim(connection: Connection, key: Key, current: int) -> None:
    """Drop the steps visited longest ago that are over either bound of the history."""
    columns = draft_steps.c.step, draft_steps.c.size
    latest = select(*columns).where(key.of(draft_steps)).order_by(draft_steps.c.revisited.desc())
    characters, old = 0, []
    for kept, (step, size) in enumerate(connection.execute(latest)):
        characters += size
        if step != current and (kept >= HISTORY_STEPS or characters > HISTORY_CHARACTERS):
            old.append(step)
    if old:
        doomed = and_(key.of(draft_steps), draft_steps.c.step.in_(old))
        connection.execute(delete(draft_steps).where(doomed))


def _known(connection: Connection, key: Key) -> Stored:
    """The draft, in a transaction that expects one. Raises Stale if it is gone."""
    current = _current(connection, key)
    if current is None:
        raise Stale
    return current


def _current(connection: Connection, key: Key) -> Stored | None:
    here = draft_steps.alias("here")
    read, back, on = (draft_steps.alias(name) for name in ("read", "back", "on"))
    joined = drafts.join(here, _same(drafts, here, here.c.step == drafts.c.step))
    for other, link in ((read, "readable"), (back, "before"), (on, "after")):
        joined = joined.outerjoin(other, _same(here, other, other.c.step == here.c[link]))
    columns = here.c.text, read.c.text, drafts.c.revision, back.c.step, on.c.step
    row = connection.execute(select(*columns).select_from(joined).where(key.of(drafts))).first()
    if row is None:
        return None
    text, readable, revision, before, after = row
    return Stored(text, readable, revision, before is not None, after is not None)


def _same(one: FromClause, other: FromClause, on: ColumnElement[bool]) -> ColumnElement[bool]:
    same = and_(one.c.player == other.c.player, one.c.puzzle == other.c.puzzle)
    return and_(same, on)


def _step(key: Key, step: int) -> ColumnElement[bool]:
    return and_(key.of(draft_steps), draft_steps.c.step == step)


def _named(key: Key) -> dict[str, str]:
    return {"player": key.player, "puzzle": key.puzzle}
