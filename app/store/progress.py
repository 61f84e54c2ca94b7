"""Everything that is remembered about a player, read at once; and hints that come from a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from app.store import players
from app.store.connect import Store
from app.store.schema import (
    COSTS,
    attempts,
    cards,
    draft_steps,
    drafts,
    hints,
    proofs,
    solutions,
)
from app.store.solutions import WITHIN_PAR


@dataclass(frozen=True, slots=True)
class Draft:
    """The current text of a draft."""

    puzzle: str
    text: str
    changed: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution with all that is known about it. `cases` is the digest it was judged by."""

    puzzle: str
    source: str
    language: int
    pack_version: str
    cases: str
    costs: Mapping[str, int]
    within_par: bool
    made: int


@dataclass(frozen=True, slots=True)
class Tried:
    """A puzzle's attempts in numbers: different programs, and checks of any of them."""

    puzzle: str
    programs: int
    checks: int
    last: int


@dataclass(frozen=True, slots=True)
class Card:
    """A gap met on a puzzle; `witness` is JSON."""

    puzzle: str
    gap: str
    witness: str
    made: int


@dataclass(frozen=True, slots=True)
class Proof:
    """An accepted proof; `attempt` is JSON."""

    puzzle: str
    attempt: str
    pack_version: str
    cases: str
    made: int


@dataclass(frozen=True, slots=True)
class Everything:
    """All of it, in the order of puzzles' ids. `hints` counts those shown, by puzzle.

    Solutions begin with the best of every puzzle, then come the second ones, and so on.
    """

    drafts: tuple[Draft, ...]
    solutions: tuple[Solution, ...]
    attempts: tuple[Tried, ...]
    hints: Mapping[str, int]
    cards: tuple[Card, ...]
    proofs: tuple[Proof, ...]


def everything(store: Store, player: str) -> Everything:
    """One consistent view of all that a player has."""
    with store.reading() as connection:
        return Everything(
            drafts=tuple(_drafts(connection, player)),
            solutions=_by_rank(_solutions(connection, player)),
            attempts=tuple(_tried(connection, player)),
            hints=_hints(connection, player),
            cards=tuple(_cards(connection, player)),
            proofs=tuple(_proofs(connection, player)),
        )


def solved(store: Store, player: str, puzzle: str, digest: str, cases: str) -> bool:
    """Whether the player has this very solution, judged by the same cases."""
    same = and_(
        solutions.c.player == player,
        solutions.c.puzzle == puzzle,
        solutions.c.digest == digest,
        solutions.c.cases == cases,
    )
    with store.reading() as connection:
        return connection.execute(select(solutions.c.id).where(same)).first() is not None


def raise_hints(store: Store, player: str, puzzle: str, shown: int) -> bool:
    """Show at least so many hints of a puzzle; whether that is more than were shown."""
    theirs = and_(hints.c.player == player, hints.c.puzzle == puzzle)
    with store.writing() as connection:
        players.ensure(connection, player)
        before = connection.execute(select(hints.c.shown).where(theirs)).scalar()
        if before is not None and before >= shown:
            return False
        if before is None:
            row = {"player": player, "puzzle": puzzle, "shown": shown}
            connection.execute(insert(hints).values(row))
        else:
            connection.execute(update(hints).where(theirs).values(shown=shown))
        return True


def _drafts(connection: Connection, player: str) -> Iterator[Draft]:
    same = and_(
        draft_steps.c.player == drafts.c.player,
        draft_steps.c.puzzle == drafts.c.puzzle,
        draft_steps.c.step == drafts.c.step,
    )
    columns = drafts.c.puzzle, draft_steps.c.text, drafts.c.changed
    wanted = select(*columns).select_from(drafts.join(draft_steps, same))
    wanted = wanted.where(drafts.c.player == player).order_by(drafts.c.puzzle)
    return (Draft(*row) for row in connection.execute(wanted))


def _solutions(connection: Connection, player: str) -> Iterator[Solution]:
    cheap = tuple(solutions.c[cost] for cost in ("layers", "heads", "neurons", "terms", "width"))
    best_first = (solutions.c.puzzle, solutions.c.status != WITHIN_PAR, *cheap, solutions.c.id)
    wanted = select(solutions).where(solutions.c.player == player).order_by(*best_first)
    for row in connection.execute(wanted).mappings():
        yield Solution(
            puzzle=row["puzzle"],
            source=row["source"],
            language=row["language"],
            pack_version=row["pack_version"],
            cases=row["cases"],
            costs={cost: row[cost] for cost in COSTS},
            within_par=row["status"] == WITHIN_PAR,
            made=row["made"],
        )


def _by_rank(found: Iterator[Solution]) -> tuple[Solution, ...]:
    """Best ones first, then second ones; within a rank the order stays."""
    seen: dict[str, int] = {}
    ranked = []
    for each in found:
        seen[each.puzzle] = seen.get(each.puzzle, 0) + 1
        ranked.append((seen[each.puzzle], each))
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def _tried(connection: Connection, player: str) -> Iterator[Tried]:
    columns: tuple[Any, ...] = (
        attempts.c.puzzle,
        func.count(attempts.c.digest.distinct()),
        func.sum(attempts.c.times),
        func.max(attempts.c.made),
    )
    wanted = select(*columns).where(attempts.c.player == player).group_by(attempts.c.puzzle)
    for puzzle, programs, checks, last in connection.execute(wanted.order_by(attempts.c.puzzle)):
        yield Tried(puzzle, programs, int(checks), last)


def _hints(connection: Connection, player: str) -> dict[str, int]:
    wanted = select(hints.c.puzzle, hints.c.shown).where(hints.c.player == player)
    rows = connection.execute(wanted.order_by(hints.c.puzzle)).all()
    return {row.puzzle: row.shown for row in rows}


def _cards(connection: Connection, player: str) -> Iterator[Card]:
    columns = cards.c.puzzle, cards.c.gap, cards.c.witness, cards.c.made
    wanted = select(*columns).where(cards.c.player == player)
    return (Card(*row) for row in connection.execute(wanted.order_by(cards.c.puzzle, cards.c.gap)))


def _proofs(connection: Connection, player: str) -> Iterator[Proof]:
    columns = proofs.c.puzzle, proofs.c.attempt, proofs.c.pack_version, proofs.c.cases
    mine: ColumnElement[bool] = and_(proofs.c.player == player, proofs.c.accepted == 1)
    wanted = select(*columns, proofs.c.made).where(mine).order_by(proofs.c.puzzle, proofs.c.id)
    return (Proof(*row) for row in connection.execute(wanted))
