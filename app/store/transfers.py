"""One-time codes that make another browser the same player, kept only as digests.

A player has one code at a time. A code is found by the first characters of its digest, and the
rest is compared in constant time, so that the time of an answer tells nothing about any code.
"""

from hmac import compare_digest

from sqlalchemy import Connection, delete, insert, select

from app.store import players
from app.store.connect import Store
from app.store.schema import transfers

_BUCKET = 4
"""Characters of a digest that codes are looked up by."""


def issue(store: Store, player: str, digest: str, until: int) -> None:
    """Keep a player's code until a time, in place of any they had; what is over is dropped."""
    with store.writing() as connection:
        players.ensure(connection, player)
        _drop_old(connection)
        connection.execute(delete(transfers).where(transfers.c.player == player))
        connection.execute(insert(transfers).values(digest=digest, player=player, until=until))


def redeem(store: Store, digest: str) -> str | None:
    """The player whose code it is; the code is used up. None if it is unknown or over."""
    with store.writing() as connection:
        _drop_old(connection)
        found = _find(connection, digest)
        if found is not None:
            connection.execute(delete(transfers).where(transfers.c.digest == digest))
        return found


def _find(connection: Connection, digest: str) -> str | None:
    start = digest[:_BUCKET]
    near = transfers.c.digest.startswith(start, autoescape=True)
    found = None
    for kept, player in connection.execute(
        select(transfers.c.digest, transfers.c.player).where(near)
    ):
        if compare_digest(kept, digest):
            found = str(player)
    return found


def _drop_old(connection: Connection) -> None:
    connection.execute(delete(transfers).where(transfers.c.until <= players.now()))
