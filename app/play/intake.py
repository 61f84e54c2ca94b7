"""Taking in a file of progress: everything it claims is worked out anew before it counts.

A solution is judged by today's cases, a proof is ruled on again. What is here already is not done
twice, so a file too large for one turn can be sent again to go on where it ended. Nothing is ever
lost: a draft that is replaced stays in the undo history of the one that takes its place.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from app.errors import Busy, GameError
from app.gaps.proofs.attempt import Attempt
from app.language.complaints import read
from app.language.setting import sequence_complaint
from app.packs.model import Broken, Puzzle
from app.play import breaking, cards, checks, drafts, parcel, proofs
from app.play.digest import digest_of, text_digest
from app.play.drafts import Conflict
from app.play.game import Game
from app.store import drafts as stored_drafts
from app.store import progress as stored

JUDGED = 60
"""Solutions and proofs that one turn works out; those that are here already do not count."""

Choice = Literal["mine", "theirs"]
"""Which draft is kept where the player has one and the file another."""

Outcome = Literal["in", "same", "out"]

_LATER = "It has not been judged yet: import the same file again to go on."
_SERVER_BUSY = "The server was busy. Import the same file again to go on."
_NO_PUZZLE = "This server has no such puzzle."


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one thing in the file; it has no puzzle where none could be read."""

    kind: parcel.Kind
    outcome: Outcome
    sentence: str
    puzzle: Puzzle | None = None


@dataclass
class _Turn:
    """One import under way; `before` is what the player had when it began."""

    game: Game
    player: str
    choice: Choice
    before: stored.Everything
    left: int
    busy: bool = False
    seen: set[str] = field(default_factory=set)

    def find(self, puzzle: str) -> Puzzle | None:
        return self.game.library.by_id.get(puzzle)

    def refusal(self) -> str | None:
        """Why nothing more is worked out in this turn, if so; else one piece of work is taken."""
        if self.busy:
            return _SERVER_BUSY
        if self.left == 0:
            return _LATER
        self.left -= 1
        return None


def bring(game: Game, player: str, data: bytes, choice: Choice) -> tuple[Line, ...]:
    """Take in a file; what became of each thing in it. Raises BadFile if it is none."""
    found = parcel.opened(data)
    turn = _Turn(game, player, choice, stored.everything(game.store, player), JUDGED)
    return (
        *_each(turn, found, "drafts", parcel.Draft, _draft),
        *_each(turn, found, "proofs", parcel.Proof, _proof),
        *_each(turn, found, "solutions", parcel.Solution, _solution),
        *_each(turn, found, "hints", parcel.Hints, _hints),
        *_each(turn, found, "cards", parcel.Card, _card),
    )


def _each(turn: _Turn, found: Any, kind: parcel.Kind, shape: Any, take: Any) -> Iterator[Line]:
    """Each entry of a list, taken in by a function that tells the outcome and a sentence."""
    listed = parcel.entries(found, kind, shape)
    for entry in listed.read:
        puzzle = turn.find(entry.puzzle)
        if puzzle is None:
            yield Line(kind, "out", _NO_PUZZLE)
            continue
        try:
            outcome, sentence = take(turn, puzzle, entry)
        except Busy:
            turn.busy = True
            outcome, sentence = "out", _SERVER_BUSY
        except GameError as error:
            outcome, sentence = "out", error.message
        yield Line(kind, outcome, sentence, puzzle)
    for unread in listed.unread:
        yield Line(kind, "out", unread.sentence)


def _draft(turn: _Turn, puzzle: Puzzle, entry: parcel.Draft) -> tuple[Outcome, str]:
    if puzzle.id in turn.seen:
        return "out", "The file has another draft of this puzzle before it."
    turn.seen.add(puzzle.id)
    key = stored_drafts.Key(turn.player, puzzle.id)
    before = stored_drafts.read(turn.game.store, key)
    if before is not None and before.text == entry.text:
        return "same", "It is here already."
    if before is not None and turn.choice == "mine":
        return "same", "You have a draft here, and it stays."
    revision = 0 if before is None else before.revision
    saved = drafts.save(turn.game, turn.player, puzzle, entry.text, revision)
    if isinstance(saved, Conflict):
        return "out", "Your draft was changed in the meantime, so it stays."
    if before is None:
        return ("in", "It is your draft now.") if saved.revision else ("same", "It is the start.")
    return "in", "It is your draft now; Undo brings back the one before."


def _solution(turn: _Turn, puzzle: Puzzle, entry: parcel.Solution) -> tuple[Outcome, str]:
    if puzzle.broken is not None:
        return _breaking(turn, puzzle, puzzle.broken, entry)
    judgement = read(entry.source, puzzle.setting, puzzle.allowance)
    if not judgement.readable:
        return "out", "It cannot be read as a program."
    digest = digest_of(judgement.program)
    if stored.solved(turn.game.store, turn.player, puzzle.id, digest, puzzle.digest):
        return "same", "It is here already."
    refusal = turn.refusal()
    if refusal is not None:
        return "out", refusal
    verdict = checks.check(turn.game, turn.player, puzzle, entry.source)
    if verdict.solved:
        return "in", f"Judged again: {verdict.status}."
    return "out", f"It does not solve the puzzle as it is now: {verdict.status}."


def _breaking(
    turn: _Turn, puzzle: Puzzle, broken: Broken, entry: parcel.Solution
) -> tuple[Outcome, str]:
    """What solves a puzzle to break is a sequence, not a program."""
    digest = text_digest(entry.source)
    if stored.solved(turn.game.store, turn.player, puzzle.id, digest, puzzle.digest):
        return "same", "It is here already."
    refusal = turn.refusal()
    if refusal is not None:
        return "out", refusal
    found = breaking.again(turn.game, turn.player, puzzle, broken, entry.source)
    if found is not None and found.breaks:
        return "in", "Tried again: it breaks the program."
    return "out", "It does not break the program of this puzzle."


def _proof(turn: _Turn, puzzle: Puzzle, entry: parcel.Proof) -> tuple[Outcome, str]:
    attempt = _attempt(puzzle, entry.attempt)
    if attempt is None:
        return "out", "It names sequences or positions that this puzzle does not have."
    if _proved(turn, puzzle, entry.attempt):
        return "same", "It is here already."
    refusal = turn.refusal()
    if refusal is not None:
        return "out", refusal
    ruling = proofs.attempt(turn.game, turn.player, puzzle, attempt)
    if ruling.accepted:
        return "in", "Ruled on again: every part of it holds."
    return "out", "It does not prove the puzzle impossible as it is now."


def _hints(turn: _Turn, puzzle: Puzzle, entry: parcel.Hints) -> tuple[Outcome, str]:
    shown = min(entry.shown, len(puzzle.hints))
    if shown and stored.raise_hints(turn.game.store, turn.player, puzzle.id, shown):
        return "in", f"{shown} shown."
    return "same", "As many are shown here."


def _card(turn: _Turn, puzzle: Puzzle, entry: parcel.Card) -> tuple[Outcome, str]:
    if entry.gap not in puzzle.gaps:
        return "out", "The puzzle does not touch this gap."
    witness = entry.witness
    seats = [witness.first] if witness.second is None else [witness.first, witness.second]
    if not all(_sits(puzzle, seat) for seat in seats):
        return "out", "Its sequences are not of this puzzle’s language."
    if any((card.puzzle, card.gap) == (puzzle.id, entry.gap) for card in turn.before.cards):
        return "same", "You have met it here."
    cards.meet(turn.game, turn.player, puzzle, witness.model_dump())
    return "in", "Met."


def _sits(puzzle: Puzzle, seat: parcel.Seat) -> bool:
    """Whether a seat is one of the puzzle's language."""
    inside = seat.position < len(seat.tokens)
    known = set(puzzle.setting.tokens).issuperset(seat.tokens)
    return inside and known and seat.wanted in cards.labels_of(puzzle)


def _attempt(puzzle: Puzzle, claim: parcel.Claim) -> Attempt | None:
    """The attempt, held to what the page's own form takes."""
    setting = puzzle.setting
    if any(not row or sequence_complaint(setting, row) for row in claim.sequences):
        return None
    places = [*claim.free, *([] if claim.position is None else [claim.position])]
    if any(place >= setting.max_len for place in places):
        return None
    if len(set(claim.free)) < len(claim.free):
        return None
    sequences = tuple(map(tuple, claim.sequences))
    return Attempt(claim.lemma, sequences, claim.position, tuple(sorted(claim.free)))


def _proved(turn: _Turn, puzzle: Puzzle, claim: parcel.Claim) -> bool:
    told = claim.model_dump()
    return any(
        (proof.puzzle, proof.cases) == (puzzle.id, puzzle.digest)
        and json.loads(proof.attempt) == told
        for proof in turn.before.proofs
    )
