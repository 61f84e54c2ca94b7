"""Attempts at a proof that a puzzle is impossible: one row for each different attempt."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import players
from app.store.connect import Store
from app.store.schema import PROOFS, proofs


@dataclass(frozen=True, slots=True)
class Proof:
    """One attempt and the ruling on it. `attempt` is JSON, `cases` the digest of what it is about.

    `digest` is of the attempt, so that the same one made again is the same row.
    """

    player: str
    puzzle: str
    digest: str
    cases: str
    pack_version: str
    attempt: str
    accepted: bool


def record(store: Store, proof: Proof) -> None:
    """Remember an attempt; made again, it becomes the newest."""
    with store.writing() as connection:
        players.ensure(connection, proof.player)
        if not _again(connection, proof) and not _first(connection, proof):
            _again(connection, proof)
        _bound(connection, proof)


def accepted(store: Store, player: str, puzzle: str) -> str | None:
    """The newest accepted attempt of a player on a puzzle, as JSON."""
    mine = and_(_theirs(player, puzzle), proofs.c.accepted == 1)
    newest = proofs.c.made.desc(), proofs.c.id.desc()
    wanted = select(proofs.c.attempt).where(mine).order_by(*newest).limit(1)
    with store.reading() as connection:
        return connection.execute(wanted).scalar()


def rulings(store: Store, player: str) -> dict[str, bool]:
    """For each puzzle the player has tried to prove impossible, whether a proof was accepted."""
    found: dict[str, bool] = {}
    wanted = select(proofs.c.puzzle, proofs.c.accepted).where(proofs.c.player == player)
    with store.reading() as connection:
        for puzzle, yes in connection.execute(wanted.distinct()):
            found[puzzle] = found.get(puzzle, False) or bool(yes)
    return found


def _again(connection: Connection, proof: Proof) -> bool:
    """Update the row of this very attempt; whether there was one."""
    same = and_(
        _theirs(proof.player, proof.puzzle),
        proofs.c.digest == proof.digest,
        proofs.c.cases == proof.cases,
    )
    changes = {"accepted": int(proof.accepted), "made": players.now()}
    change = update(proofs).where(same).values(changes)
    return connection.execute(change.returning(proofs.c.id)).first() is not None


def _first(connection: Connection, proof: Proof) -> bool:
    """Insert the attempt; False if another transaction was first."""
    names = ("player", "puzzle", "digest", "cases", "pack_version", "attempt")
    row = {name: getattr(proof, name) for name in names}
    row |= {"accepted": int(proof.accepted), "made": players.now()}
    try:
        with connection.begin_nested():
            connection.execute(insert(proofs).values(row))
    except IntegrityError:
        return False
    return True


def _bound(connection: Connection, proof: Proof) -> None:
    """Drop what is over the bound: the oldest, and those that were accepted last of all."""
    theirs = select(proofs.c.id).where(_theirs(proof.player, proof.puzzle))
    order = proofs.c.accepted.desc(), proofs.c.made.desc(), proofs.c.id.desc()
    surplus = connection.execute(theirs.order_by(*order).offset(PROOFS)).scalars().all()
    if surplus:
        connection.execute(delete(proofs).where(proofs.c.id.in_(surplus)))


def _theirs(player: str, puzzle: str) -> ColumnElement[bool]:
    return and_(proofs.c.player == player, proofs.c.puzzle == puzzle)
