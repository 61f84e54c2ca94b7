"""Seats dealt to a player inside a program, each drawn and kept before it is answered."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from app.store import players
from app.store.connect import Store
from app.store.schema import SITTINGS, sittings


@dataclass(frozen=True, slots=True)
class Dealt:
    """A seat to be kept. `program` names what it is in, `seat` is JSON; the salt is secret."""

    player: str
    puzzle: str
    program: str
    salt: str
    seat: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A seat as it is kept; `answer` is None until there is one."""

    id: int
    program: str
    salt: str
    seat: str
    answer: str | None


def deal(store: Store, dealt: Dealt) -> int:
    """Keep a seat and return its number, or that of the seat that still waits for its answer.

    So nobody deals anew until a seat pleases them. Beyond SITTINGS the oldest are forgotten.
    """
    with store.writing() as connection:
        players.ensure(connection, dealt.player)
        waiting = _first(connection, _of(dealt.player, dealt.puzzle, dealt.program), waits=True)
        if waiting is not None:
            return waiting.id
        row = {
            "player": dealt.player,
            "puzzle": dealt.puzzle,
            "program": dealt.program,
            "salt": dealt.salt,
            "seat": dealt.seat,
            "made": players.now(),
        }
        made = connection.execute(insert(sittings).values(row).returning(sittings.c.id))
        number = int(made.scalar_one())
        _bound(connection, dealt)
        return number


def find(store: Store, player: str, puzzle: str, number: int) -> Kept | None:
    """A seat by its number, if it is this player's and this puzzle's."""
    with store.reading() as connection:
        return _first(connection, and_(_of(player, puzzle), sittings.c.id == number))


def waiting(store: Store, player: str, puzzle: str, program: str) -> int | None:
    """The number of the seat in a program that waits for its answer, if one does."""
    with store.reading() as connection:
        found = _first(connection, _of(player, puzzle, program), waits=True)
        return None if found is None else found.id


def answer(store: Store, player: str, puzzle: str, number: int, label: str) -> None:
    """Keep the answer to a seat; once there is one, another changes nothing."""
    theirs = and_(_of(player, puzzle), sittings.c.id == number, sittings.c.answer.is_(None))
    with store.writing() as connection:
        connection.execute(update(sittings).where(theirs).values(answer=label))


def answered(store: Store, player: str, puzzle: str, program: str) -> tuple[Kept, ...]:
    """Every answered seat in a program, oldest first."""
    theirs = and_(_of(player, puzzle, program), sittings.c.answer.is_not(None))
    with store.reading() as connection:
        rows = connection.execute(select(sittings).where(theirs).order_by(sittings.c.id))
        return tuple(_kept(row) for row in rows.mappings())


def _first(connection: Connection, where: ColumnElement[bool], waits: bool = False) -> Kept | None:
    if waits:
        where = and_(where, sittings.c.answer.is_(None))
    row = connection.execute(select(sittings).where(where).limit(1)).mappings().first()
    return None if row is None else _kept(row)


def _bound(connection: Connection, dealt: Dealt) -> None:
    theirs = select(sittings.c.id).where(_of(dealt.player, dealt.puzzle))
    surplus = connection.execute(theirs.order_by(sittings.c.id.desc()).offset(SITTINGS))
    numbers = surplus.scalars().all()
    if numbers:
        connection.execute(delete(sittings).where(sittings.c.id.in_(numbers)))


def _kept(row: Any) -> Kept:
    return Kept(row["id"], row["program"], row["salt"], row["seat"], row["answer"])


def _of(player: str, puzzle: str, program: str | None = None) -> ColumnElement[bool]:
    theirs = and_(sittings.c.player == player, sittings.c.puzzle == puzzle)
    return theirs if program is None else and_(theirs, sittings.c.program == program)
