"""Proving that a puzzle cannot be solved: attempts are ruled on and remembered.

An accepted proof holds for every program within the puzzle's budget, so it solves the puzzle for
good; later proofs add nothing to it, and a refused one takes nothing away.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from app.engine.limits import VERSION as ENGINE
from app.errors import Busy, TooLarge
from app.gaps.exam import Seat
from app.gaps.proofs import lemmas
from app.gaps.proofs.attempt import LEMMA_NAMES, Attempt, Ruling
from app.language.program import Program
from app.packs.model import Puzzle
from app.play import cards, drafts
from app.play.digest import digest_of, text_digest
from app.play.game import Game
from app.store import proofs as stored

Result = TypeVar("Result")
Pair = tuple[Seat, Seat]


def offered(game: Game, puzzle: Puzzle) -> bool:
    """Whether a player is asked if the puzzle can be solved at all.

    So it is wherever building is not the whole task, and from the second chapter of a pack on: a
    question that is asked only where the answer is yes would give it away.
    """
    chapters = game.library.pack_of(puzzle).chapters
    return puzzle.goal != "build" or puzzle not in chapters[0].puzzles


def attempt(game: Game, player: str, puzzle: Puzzle, attempt: Attempt) -> Ruling:
    """The ruling on an attempt, which is remembered; an accepted one earns the gap cards.

    Raises Busy, having remembered nothing, when too many checks wait already.
    """
    text = _text(attempt)
    ruling = _ruling(game, puzzle, attempt)
    proof = stored.Proof(
        player=player,
        puzzle=puzzle.id,
        digest=text_digest(text),
        cases=puzzle.digest,
        pack_version=game.library.pack_of(puzzle).version,
        attempt=text,
        accepted=ruling.accepted,
    )
    stored.record(game.store, proof)
    if ruling.accepted and ruling.seats:
        cards.meet(game, player, puzzle, _witness(ruling))
    return ruling


def proved(game: Game, player: str, puzzle: Puzzle) -> bool:
    """Whether the player has proved the puzzle impossible."""
    return stored.rulings(game.store, player).get(puzzle.id, False)


def last_proof(game: Game, player: str, puzzle: Puzzle) -> tuple[Attempt, Ruling] | None:
    """The player's newest accepted proof with its ruling, for showing it again.

    None while there is none, when the puzzle has changed so that it holds no longer, and when it
    would have to be worked out just now and the server is busy.
    """
    text = stored.accepted(game.store, player, puzzle.id)
    kept = None if text is None else _attempt(text)
    if kept is None:
        return None
    try:
        ruling = _ruling(game, puzzle, kept)
    except Busy:
        return None
    return (kept, ruling) if ruling.accepted else None


def killer(game: Game, player: str, puzzle: Puzzle, attempt: Attempt) -> Pair | None:
    """Two sequences that an accepted proof says the player's own draft cannot tell apart.

    None where they have changed nothing yet, where the draft is no whole program or none that the
    proof is about, and when it cannot be worked out just now: looking at a page never fails for
    that.
    """
    draft = drafts.open_draft(game, player, puzzle)
    if not draft.revision or not draft.readable or draft.complaints:
        return None
    key = ("killer", text_digest(_text(attempt)), digest_of(draft.program))
    try:
        return _run(game, puzzle, key, partial(_killer, puzzle, attempt, draft.program))[0]
    except (Busy, TooLarge):
        return None


def twin(game: Game, puzzle: Puzzle) -> Puzzle | None:
    """The same task a little of the budget apart, where there is one to be played."""
    if puzzle.pair is None:
        return None
    pack = game.library.pack_of(puzzle)
    return next((p for p in pack.puzzles if p.slug == puzzle.pair and p.status == "active"), None)


def _killer(puzzle: Puzzle, attempt: Attempt, program: Program) -> tuple[Pair | None]:
    """The pair in a box of its own: the pool takes nothing for not yet known."""
    return (lemmas.killer(puzzle.exam, attempt, program),)


def _ruling(game: Game, puzzle: Puzzle, attempt: Attempt) -> Ruling:
    key = ("proof", text_digest(_text(attempt)))
    return _run(game, puzzle, key, lambda: lemmas.rule(puzzle.exam, attempt))


def _run(game: Game, puzzle: Puzzle, key: tuple[str, ...], work: Callable[[], Result]) -> Result:
    """Work in the game's pool; the key's first word keeps its results apart from others."""
    return game.checks.run((*key, puzzle.id, puzzle.digest, ENGINE), work)


def _witness(ruling: Ruling) -> dict[str, Any]:
    """Of all the sequences of a proof, two that want different answers."""
    first = ruling.seats[0]
    second = next((seat for seat in ruling.seats if seat.wanted != first.wanted), None)
    return {
        "kind": cards.PROOF,
        "sentence": ruling.sentence,
        "first": cards.seat_json(first),
        "second": None if second is None else cards.seat_json(second),
    }


# Attempts as JSON -------------------------------------------------------------------------------


def _text(attempt: Attempt) -> str:
    """The attempt as JSON, equal for equal attempts."""
    fields = {
        "lemma": attempt.lemma,
        "sequences": attempt.sequences,
        "position": attempt.position,
        "free": attempt.free,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _attempt(text: str) -> Attempt | None:
    """The attempt that was kept, or None if its lemma is not known any more."""
    kept: Mapping[str, Any] = json.loads(text)
    if kept["lemma"] not in LEMMA_NAMES:
        return None
    return Attempt(
        lemma=kept["lemma"],
        sequences=tuple(tuple(tokens) for tokens in kept["sequences"]),
        position=kept["position"],
        free=tuple(kept["free"]),
    )
