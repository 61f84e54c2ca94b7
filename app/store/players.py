"""Players: an opaque id and when it was first seen. A row exists once something is saved."""

import time

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.store.connect import Store
from app.store.schema import players


def ensure(connection: Connection, player: str) -> None:
    """Make the player known inside the caller's transaction, which may have a rival."""
    known = select(players.c.id).where(players.c.id == player)
    if connection.execute(known).first() is not None:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(players).values(id=player, created=now()))
    except IntegrityError:  # another transaction was first, and that is as good
        return


def forget(store: Store, player: str) -> None:
    """Delete the player and, by their foreign keys, everything that is theirs."""
    with store.writing() as connection:
        connection.execute(delete(players).where(players.c.id == player))


def now() -> int:
    """The time as the tables keep it."""
    return int(time.time())
