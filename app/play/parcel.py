"""A file of progress on its way in: read, and each thing in it of the right shape or told why not.

The file may come from anyone. It is bounded before it gets here; then nothing in it is trusted
but the shape that is checked, and what it claims about programs and proofs is worked out anew.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.errors import GameError
from app.gaps.proofs.attempt import LemmaName
from app.language.bounds import SEQUENCE_TOKENS, TEXT_BYTES
from app.play.progress import FORMAT, VERSION

MOST = 500
"""Entries of one list that are looked at."""

SEQUENCES = 16
"""Sequences that one proof may name."""


class BadFile(GameError):
    """What was sent is no file of progress; its message is one sentence."""


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("has a character that cannot be kept")
    return text


Text = Annotated[str, Field(max_length=TEXT_BYTES), AfterValidator(_storable)]
Word = Annotated[str, Field(max_length=64), AfterValidator(_storable)]
Place = Annotated[int, Field(ge=0, lt=SEQUENCE_TOKENS)]
Tokens = Annotated[list[Word], Field(max_length=SEQUENCE_TOKENS)]


class _Shape(BaseModel):
    """Strict about types; fields it does not know are left alone."""

    model_config = ConfigDict(strict=True, frozen=True)


class _OfPuzzle(_Shape):
    puzzle: Word


class Draft(_OfPuzzle):
    """A program as it was being worked on."""

    text: Text


class Solution(_OfPuzzle):
    """A program that is said to solve its puzzle."""

    source: Text


class Hints(_OfPuzzle):
    """How many hints were shown."""

    shown: Annotated[int, Field(ge=0, le=1000)]


class Seat(_Shape):
    """One position of one sequence, and the answer wanted there."""

    tokens: Annotated[list[Word], Field(min_length=1, max_length=SEQUENCE_TOKENS)]
    position: Place
    wanted: Word


class Witness(_Shape):
    """The sequences on which a gap was met."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,31}$")]
    sentence: Annotated[Text, Field(max_length=600)]
    first: Seat
    second: Seat | None


class Card(_OfPuzzle):
    """A gap that was met."""

    gap: Word
    witness: Witness


class Claim(_Shape):
    """What a proof applies its lemma to."""

    lemma: LemmaName
    sequences: Annotated[list[Tokens], Field(max_length=SEQUENCES)]
    position: Place | None
    free: Annotated[list[Place], Field(max_length=SEQUENCE_TOKENS)]


class Proof(_OfPuzzle):
    """An attempt that is said to prove its puzzle impossible."""

    attempt: Claim


Shape = TypeVar("Shape", bound=_OfPuzzle)
Kind = Literal["drafts", "solutions", "hints", "cards", "proofs"]


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that cannot be used, and why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Entries(Generic[Shape]):
    """One list of a file: what could be read of it, and a sentence for whatever could not."""

    read: tuple[Shape, ...]
    unread: tuple[Unread, ...]


def opened(data: bytes) -> Mapping[str, Any]:
    """The file as plain data. Raises BadFile in one sentence."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadFile(
            "This is not a file of progress: it cannot be read as JSON.",
            "Choose a file that Export has given you.",
        ) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadFile(
            "This file was not exported from this game.", "Choose a file that Export has given you."
        )
    version = found.get("version")
    if type(version) is not int or version != VERSION:
        raise BadFile(
            f"This file is of another version of the format; this server reads version {VERSION}.",
            "Import it where the game is newer.",
        )
    return found


def entries(found: Mapping[str, Any], kind: Kind, shape: type[Shape]) -> Entries[Shape]:
    """One list of the file. A list that is missing is an empty one."""
    listed = found.get(kind, [])
    if not isinstance(listed, list):
        return Entries((), (Unread(f"What the file calls {kind} is not a list."),))
    told = [_entry(each, number, shape) for number, each in enumerate(listed[:MOST], 1)]
    read = tuple(each for each in told if not isinstance(each, Unread))
    unread = [each for each in told if isinstance(each, Unread)]
    if len(listed) > MOST:
        unread.append(Unread(f"Only the first {MOST} of {len(listed):,} entries were looked at."))
    return Entries(read, tuple(unread))


def _entry(each: object, number: int, shape: type[Shape]) -> Shape | Unread:
    try:
        return shape.model_validate(each)
    except ValidationError as error:
        return Unread(f"Entry {number} {_complaint(error)}.")


def _complaint(error: ValidationError) -> str:
    """The first thing wrong, in plain words; nothing of what was sent is repeated."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(_parts(first["loc"]))
    if not where:
        return "is not as an entry should be"
    return f"has no {where}" if first["type"] == "missing" else f"has a {where} that cannot be used"


def _parts(loc: tuple[int | str, ...]) -> Iterator[str]:
    return (str(part) for part in loc)
