"""Gap cards: the witness with which a player met a gap on a puzzle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import players
from app.store.connect import Store
from app.store.schema import cards

Better = Callable[[str], bool]
"""Whether the new witness replaces this one, which is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A gap met on a puzzle. `witness` is JSON, `made` seconds since 1970 (UTC)."""

    puzzle: str
    gap: str
    witness: str
    made: int


def keep(
    store: Store, player: str, puzzle: str, gaps: Sequence[str], witness: str, better: Better
) -> None:
    """Keep a witness for each of these gaps where there is none yet, or where it is better.

    Where nothing is to be changed nothing is written: a report is met again whenever it is shown.
    """
    with store.reading() as connection:
        found = (connection.execute(_witness(player, puzzle, gap)).scalar() for gap in gaps)
        if all(before is not None and not better(before) for before in found):
            return
    with store.writing() as connection:
        players.ensure(connection, player)
        for gap in gaps:
            mine = _this(player, puzzle, gap)
            before = connection.execute(_witness(player, puzzle, gap)).scalar()
            if before is None:
                _insert(connection, player, Kept(puzzle, gap, witness, players.now()))
            elif better(before):
                connection.execute(update(cards).where(mine).values(witness=witness))


def kept(store: Store, player: str) -> tuple[Kept, ...]:
    """Every card of a player, the first met first."""
    wanted = select(cards).where(cards.c.player == player)
    wanted = wanted.order_by(cards.c.made, cards.c.puzzle, cards.c.gap)
    with store.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return tuple(Kept(row["puzzle"], row["gap"], row["witness"], row["made"]) for row in rows)


def _insert(connection: Connection, player: str, card: Kept) -> None:
    row = {
        "player": player,
        "puzzle": card.puzzle,
        "gap": card.gap,
        "witness": card.witness,
        "made": card.made,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(cards).values(row))
    except IntegrityError:  # another transaction was first, and the first one is kept
        return


def _witness(player: str, puzzle: str, gap: str) -> Select[Any]:
    return select(cards.c.witness).where(_this(player, puzzle, gap))


def _this(player: str, puzzle: str, gap: str) -> ColumnElement[bool]:
    mine = and_(cards.c.player == player, cards.c.puzzle == puzzle)
    return and_(mine, cards.c.gap == gap)
