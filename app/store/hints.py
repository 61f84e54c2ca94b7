"""How many of a puzzle's hints a player has asked for."""

from sqlalchemy import Connection, and_, insert, select, update

from app.store import players
from app.store.connect import Store
from app.store.schema import hints


def shown(store: Store, player: str, puzzle: str) -> int:
    """The number of hints already shown."""
    with store.reading() as connection:
        return _shown(connection, player, puzzle) or 0


def show_one_more(store: Store, player: str, puzzle: str, most: int) -> int:
    """Show the next hint, of `most` at all; the number shown now."""
    with store.writing() as connection:
        players.ensure(connection, player)
        before = _shown(connection, player, puzzle)
        after = min((before or 0) + 1, most)
        row = {"player": player, "puzzle": puzzle, "shown": after}
        if before is None:
            connection.execute(insert(hints).values(row))
        else:
            theirs = and_(hints.c.player == player, hints.c.puzzle == puzzle)
            connection.execute(update(hints).where(theirs).values(shown=after))
        return after


def _shown(connection: Connection, player: str, puzzle: str) -> int | None:
    theirs = and_(hints.c.player == player, hints.c.puzzle == puzzle)
    return connection.execute(select(hints.c.shown).where(theirs)).scalar()
