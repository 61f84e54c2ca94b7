"""All that is kept about a player, counted and as one file that the player can take along.

docs/players/progress.md describes the file field by field. It names nobody: whoever holds it has
the programs in it, and not the player.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.play.game import Game
from app.store import players
from app.store import progress as stored

FORMAT = "be-the-transformer progress"
VERSION = 1

KINDS = ("drafts", "solutions", "attempts", "hints", "cards", "proofs")
"""The lists in a file, each of one kind of thing."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is kept of each kind; `hints` counts puzzles on which some were shown."""

    drafts: int = 0
    solutions: int = 0
    attempts: int = 0
    hints: int = 0
    cards: int = 0
    proofs: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything at all."""
        return any((self.worth_keeping, self.attempts, self.hints, self.cards))

    @property
    def worth_keeping(self) -> bool:
        """Whether there is work in it that somebody would miss."""
        return any((self.drafts, self.solutions, self.proofs))


def counts(game: Game, player: str | None) -> Counts:
    """What is kept about a player; nothing about a visitor."""
    if player is None:
        return Counts()
    found = stored.everything(game.store, player)
    return Counts(
        drafts=len(found.drafts),
        solutions=len(found.solutions),
        attempts=sum(each.programs for each in found.attempts),
        hints=len(found.hints),
        cards=len(found.cards),
        proofs=len(found.proofs),
    )


def export(game: Game, player: str | None) -> str:
    """The file, as text; for a visitor one with nothing in it."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "exported": players.now()}
    document |= {kind: [] for kind in KINDS}
    if player is not None:
        document |= _lists(game, stored.everything(game.store, player))
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _lists(game: Game, found: stored.Everything) -> Mapping[str, list[dict[str, Any]]]:
    """Each kind's list, as plain data."""
    return {
        "drafts": [
            {**_named(game, each.puzzle), "text": each.text, "changed": each.changed}
            for each in found.drafts
        ],
        "solutions": [_solution(game, each) for each in found.solutions],
        "attempts": [
            {
                **_named(game, each.puzzle),
                "programs": each.programs,
                "checks": each.checks,
                "last": each.last,
            }
            for each in found.attempts
        ],
        "hints": [
            {**_named(game, puzzle), "shown": shown} for puzzle, shown in found.hints.items()
        ],
        "cards": [_card(game, each) for each in found.cards],
        "proofs": [_proof(game, each) for each in found.proofs],
    }


def _solution(game: Game, kept: stored.Solution) -> dict[str, Any]:
    return {
        **_named(game, kept.puzzle),
        "source": kept.source,
        "language": kept.language,
        "pack_version": kept.pack_version,
        "cases": kept.cases,
        "costs": dict(kept.costs),
        "within_par": kept.within_par,
        "made": kept.made,
    }


def _card(game: Game, kept: stored.Card) -> dict[str, Any]:
    witness = json.loads(kept.witness)
    return {**_named(game, kept.puzzle), "gap": kept.gap, "witness": witness, "made": kept.made}


def _proof(game: Game, kept: stored.Proof) -> dict[str, Any]:
    return {
        **_named(game, kept.puzzle),
        "attempt": json.loads(kept.attempt),
        "pack_version": kept.pack_version,
        "cases": kept.cases,
        "made": kept.made,
    }


def _named(game: Game, puzzle: str) -> dict[str, str | None]:
    """A puzzle by its id, and by the name it has here for those who read the file."""
    known = game.library.by_id.get(puzzle)
    return {"puzzle": puzzle, "name": None if known is None else known.path}
