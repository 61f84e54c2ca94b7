"""A player's program for a puzzle while they work on it, and its history.

The text is kept exactly as it was written. Forms and the tower work on the last program that
could be read. Every change names the revision it was made from; if the draft has moved on since,
in another tab, the answer is a `Conflict` and nothing is overwritten.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.errors import TooLarge
from app.language import bounds
from app.language.complaint import Complaint
from app.language.complaints import Judgement, read
from app.language.program import Program
from app.packs.model import Puzzle
from app.play.game import Game
from app.store import drafts as stored
from app.store.drafts import Direction, Key, Stale, Stored, Text

REMEMBERED = 64
"""Readings kept in memory, so that a page does not read the same text again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft at one revision; 0 is the puzzle's start, not yet changed.

    `complaints` are about `text`. `readable` tells whether `program` is what `text` says;
    otherwise it is the last program that could be read.
    """

    text: str
    program: Program
    complaints: tuple[Complaint, ...]
    readable: bool
    revision: int
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """The draft has moved on: `current` is what it is now, `yours` the text that was not saved.

    To keep theirs, show `current`; to keep yours, save `yours` from the revision of `current`.
    """

    current: Draft
    yours: str


def open_draft(game: Game, player: str, puzzle: Puzzle) -> Draft:
    """The player's draft, or the puzzle's start."""
    found = stored.read(game.store, Key(player, puzzle.id))
    return _start(puzzle) if found is None else _draft(puzzle, found)


def at_revision(game: Game, player: str, puzzle: Puzzle, revision: int) -> Draft | None:
    """The draft as a tab with an older revision still shows it, if the history goes back so far.

    What it says about undo and redo is of no use; its program is what that tab's forms meant.
    """
    current = open_draft(game, player, puzzle)
    if current.revision == revision:
        return current
    text = stored.text_at(game.store, Key(player, puzzle.id), revision)
    if text is None:
        return None
    reading = _read(puzzle, text)
    program = reading.program if reading.readable else current.program
    return Draft(text, program, reading.complaints, reading.readable, revision, False, False)


def save(game: Game, player: str, puzzle: Puzzle, text: str, revision: int) -> Draft | Conflict:
    """Make the text the draft. The text that is there already makes no new revision.

    Raises TooLarge for a text over the language's bound.
    """
    clean = _clean(text)
    current = open_draft(game, player, puzzle)
    if clean == current.text:
        return current
    if revision != current.revision:
        return Conflict(current, clean)
    try:
        return _draft(puzzle, _write(game, Key(player, puzzle.id), puzzle, clean, revision))
    except Stale:
        return Conflict(open_draft(game, player, puzzle), clean)


def undo(game: Game, player: str, puzzle: Puzzle, revision: int) -> Draft | Conflict:
    """Go one step back; at the beginning of the history nothing changes."""
    return _move(game, Key(player, puzzle.id), puzzle, "before", revision)


def redo(game: Game, player: str, puzzle: Puzzle, revision: int) -> Draft | Conflict:
    """Take back the last undo; with none to take back nothing changes."""
    return _move(game, Key(player, puzzle.id), puzzle, "after", revision)


def reset(game: Game, player: str, puzzle: Puzzle, revision: int) -> Draft | Conflict:
    """Go back to the puzzle's start, as one more step that can be undone."""
    return save(game, player, puzzle, puzzle.start_text, revision)


def _write(game: Game, key: Key, puzzle: Puzzle, text: str, revision: int) -> Stored:
    new = Text(text, _read(puzzle, text).readable)
    if revision == 0:
        start = _start(puzzle)
        return stored.begin(game.store, key, Text(start.text, start.readable), new)
    return stored.save(game.store, key, new, revision)


def _move(
    game: Game, key: Key, puzzle: Puzzle, direction: Direction, revision: int
) -> Draft | Conflict:
    try:
        return _draft(puzzle, stored.move(game.store, key, direction, revision))
    except Stale:
        current = open_draft(game, key.player, puzzle)
        if current.revision == revision == 0:
            return current
        seen = stored.text_at(game.store, key, revision)
        return Conflict(current, current.text if seen is None else seen)


def _draft(puzzle: Puzzle, found: Stored) -> Draft:
    reading = _read(puzzle, found.text)
    links = found.revision, found.can_undo, found.can_redo
    program = reading.program if reading.readable else _last_readable(puzzle, found)
    return Draft(found.text, program, reading.complaints, reading.readable, *links)


def _last_readable(puzzle: Puzzle, found: Stored) -> Program:
    return puzzle.start if found.readable is None else _read(puzzle, found.readable).program


def _start(puzzle: Puzzle) -> Draft:
    text = _clean(puzzle.start_text)
    reading = _read(puzzle, text)
    return Draft(text, puzzle.start, reading.complaints, reading.readable, 0, False, False)


@lru_cache(maxsize=REMEMBERED)
def _read(puzzle: Puzzle, text: str) -> Judgement:
    return read(text, puzzle.setting, puzzle.allowance)


def _clean(text: str) -> str:
    """One kind of line end, and no character that a database refuses."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = lines.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace")
    if len(clean) > bounds.TEXT_BYTES:
        limit = bounds.TEXT_BYTES // 1024
        raise TooLarge(f"A program may have {limit} KB of text; this one has more.")
    return clean.decode()
