"""Attempts and solutions: one row for each different program, however often it is checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    distinct,
    func,
    insert,
    select,
    update,
)

from app.store import players
from app.store.connect import Store
from app.store.schema import ATTEMPTS, COSTS, SOLUTIONS, attempts, solutions

WITHIN_PAR = "solved"
OVER_PAR = "solved over par"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One program checked against one puzzle's cases by one version of the engine.

    `digest` is of the program without its comments, `cases` of the puzzle's cases; `right` of
    `total` sequences came out right.
    """

    player: str
    puzzle: str
    digest: str
    cases: str
    engine: str
    pack_version: str
    status: str
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Solution:
    """What made an attempt a solution: its exact source and its costs by name."""

    source: str
    language: int
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored solution. `within_par` as it was judged then."""

    source: str
    costs: Mapping[str, int]
    within_par: bool
    made: int


def record(store: Store, attempt: Attempt, solution: Solution | None) -> None:
    """Remember an attempt and, if it is one, its solution, in one transaction."""
    with store.writing() as connection:
        players.ensure(connection, attempt.player)
        _attempt(connection, attempt)
        if solution is not None:
            _solution(connection, attempt, solution)


def attempted(store: Store, player: str, puzzle: str, digest: str) -> bool:
    """Whether the player has checked this very program."""
    match = and_(_theirs(attempts, player, puzzle), attempts.c.digest == digest)
    with store.reading() as connection:
        return connection.execute(select(attempts.c.id).where(match).limit(1)).first() is not None


def statuses(store: Store, player: str) -> Mapping[str, frozenset[str]]:
    """For each puzzle the player has checked, every status they got, solutions included."""
    found: dict[str, set[str]] = {}
    with store.reading() as connection:
        for table in (attempts, solutions):
            wanted = select(table.c.puzzle, table.c.status).where(table.c.player == player)
            for puzzle, status in connection.execute(wanted.distinct()):
                found.setdefault(puzzle, set()).add(status)
    return {puzzle: frozenset(statuses) for puzzle, statuses in found.items()}


def kept(store: Store, player: str, puzzle: str) -> tuple[Kept, ...]:
    """The player's solutions of a puzzle, best first."""
    wanted = select(solutions).where(_theirs(solutions, player, puzzle)).order_by(*_best_first())
    with store.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return tuple(
        Kept(
            row["source"],
            {cost: row[cost] for cost in COSTS},
            row["status"] == WITHIN_PAR,
            row["made"],
        )
        for row in rows
    )


def least(
    store: Store, puzzle: str, cases: str, costs: Sequence[str]
) -> Mapping[str, Mapping[str, int]]:
    """For every player who solved these cases of a puzzle: the least of each cost, on its own."""
    columns = [func.min(solutions.c[cost]).label(cost) for cost in costs]
    wanted = select(solutions.c.player, *columns).where(_solving(puzzle, cases))
    with store.reading() as connection:
        rows = connection.execute(wanted.group_by(solutions.c.player)).mappings().all()
    return {row["player"]: {cost: row[cost] for cost in costs} for row in rows}


def combinations(
    store: Store, puzzle: str, cases: str, costs: Sequence[str]
) -> Mapping[tuple[int, ...], int]:
    """Every combination of costs these cases were solved with, the cheapest first, by players."""
    columns = [solutions.c[cost] for cost in costs]
    players = func.count(distinct(solutions.c.player))
    wanted = select(*columns, players).where(_solving(puzzle, cases))
    with store.reading() as connection:
        rows = connection.execute(wanted.group_by(*columns).order_by(*columns)).all()
    return {tuple(row[:-1]): row[-1] for row in rows}


def _attempt(connection: Connection, attempt: Attempt) -> None:
    same = and_(
        _theirs(attempts, attempt.player, attempt.puzzle),
        attempts.c.digest == attempt.digest,
        attempts.c.cases == attempt.cases,
        attempts.c.engine == attempt.engine,
    )
    again = update(attempts).where(same)
    again = again.values(times=attempts.c.times + 1, made=players.now(), status=attempt.status)
    if connection.execute(again.returning(attempts.c.id)).first() is not None:
        return
    row = {**_columns(attempt), "engine": attempt.engine, "times": 1, "made": players.now()}
    row |= {"right": attempt.right, "total": attempt.total}
    connection.execute(insert(attempts).values(row))
    newest = attempts.c.made.desc(), attempts.c.id.desc()
    _bound(connection, attempts, attempt, newest, ATTEMPTS)


def _solution(connection: Connection, attempt: Attempt, solution: Solution) -> None:
    same = and_(
        _theirs(solutions, attempt.player, attempt.puzzle),
        solutions.c.digest == attempt.digest,
        solutions.c.cases == attempt.cases,
    )
    again = update(solutions).where(same).values(status=attempt.status)
    if connection.execute(again.returning(solutions.c.id)).first() is not None:
        return
    row = {**_columns(attempt), "source": solution.source, "language": solution.language}
    row |= {cost: solution.costs[cost] for cost in COSTS} | {"made": players.now()}
    connection.execute(insert(solutions).values(row))
    _bound(connection, solutions, attempt, _best_first(), SOLUTIONS)


def _bound(
    connection: Connection, table: Table, of: Attempt, order: tuple[Any, ...], most: int
) -> None:
    theirs = select(table.c.id).where(_theirs(table, of.player, of.puzzle))
    surplus = connection.execute(theirs.order_by(*order).offset(most)).scalars().all()
    if surplus:
        connection.execute(delete(table).where(table.c.id.in_(surplus)))


def _best_first() -> tuple[Any, ...]:
    cheap = tuple(solutions.c[cost] for cost in ("layers", "heads", "neurons", "terms", "width"))
    return (solutions.c.status != WITHIN_PAR, *cheap, solutions.c.id)


def _columns(attempt: Attempt) -> dict[str, str]:
    names = ("player", "puzzle", "digest", "cases", "pack_version", "status")
    return {name: getattr(attempt, name) for name in names}


def _solving(puzzle: str, cases: str) -> ColumnElement[bool]:
    return and_(solutions.c.puzzle == puzzle, solutions.c.cases == cases)


def _theirs(table: Table, player: str, puzzle: str) -> ColumnElement[bool]:
    return and_(table.c.player == player, table.c.puzzle == puzzle)
