"""The form of a proof: what was typed, read into an attempt or told where it cannot be read.

Every field keeps what was typed in it, those of the lemmas not chosen included, so that trying
another lemma costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from app.gaps.proofs.attempt import LEMMA_NAMES, Attempt, LemmaName
from app.language.bounds import SEQUENCE_TOKENS
from app.language.setting import Setting
from app.web.sequence import join, own

Field = Literal["lemma", "first", "second", "several", "free", "example", "position"]
FIELDS: tuple[Field, ...] = get_args(Field)
"""In the order in which they stand on the page."""

Need = Literal["pair", "freeze", "several"]

NEEDS: Mapping[LemmaName, Need] = {
    "no-heads": "pair",
    "future": "pair",
    "anagrams": "pair",
    "freeze": "freeze",
    "one-look": "several",
}
"""Which fields a lemma is applied to; `position` belongs to all."""

LABELS: Mapping[Field, str] = {
    "lemma": "the lemma",
    "first": "the first sequence",
    "second": "the second sequence",
    "several": "the sequences",
    "free": "the free positions",
    "example": "the example sequence",
    "position": "the position",
}
"""What a sentence calls each field."""

MOST = 16
"""Sequences that one attempt may name."""

LONGEST = SEQUENCE_TOKENS * 8
"""Characters of one sequence, as the workshop's own field takes."""

_TOO_LONG = f"This is longer than the {LONGEST:,} characters that can be read."
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in each field, and the sentence about each that could not be read."""

    texts: Mapping[Field, str]
    errors: Mapping[Field, str]
    attempt: Attempt | None = None

    def text(self, field: Field) -> str:
        """What was typed."""
        return self.texts.get(field, "")

    def error(self, field: Field) -> str:
        """What is wrong with it, or nothing."""
        return self.errors.get(field, "")


BLANK = Typed({}, {})


class _Unread(ValueError):
    """A field that cannot be read; its message is the sentence for the player."""


def typed(form: Mapping[str, str], setting: Setting) -> Typed:
    """A form as it was sent, with the attempt in it if all that the lemma needs can be read."""
    texts: dict[Field, str] = {field: form.get(field, "") for field in FIELDS}
    lemma = next((name for name in LEMMA_NAMES if name == texts["lemma"]), None)
    if lemma is None:
        return Typed(texts, {"lemma": "Choose the lemma that you want to use."})
    reading = _Reading(texts, setting)
    attempt = Attempt(
        lemma=lemma,
        sequences=reading.sequences(NEEDS[lemma]),
        position=reading.read("position", reading.position, None),
        free=reading.read("free", reading.places, ()) if NEEDS[lemma] == "freeze" else (),
    )
    errors = {field: reading.errors[field] for field in FIELDS if field in reading.errors}
    return Typed(texts, errors, None if errors else attempt)


def filled(attempt: Attempt) -> Typed:
    """The form as it stands when it says this attempt."""
    texts: dict[Field, str] = {
        "lemma": attempt.lemma,
        "position": "" if attempt.position is None else str(attempt.position),
        "free": " ".join(map(str, attempt.free)),
    }
    lines = [join(tokens) for tokens in attempt.sequences]
    match NEEDS[attempt.lemma]:
        case "pair":
            texts |= dict(zip(("first", "second"), lines, strict=False))
        case "freeze":
            texts["example"] = "".join(lines[:1])
        case "several":
            texts["several"] = "\n".join(lines)
    return Typed(texts, {}, attempt)


class _Reading:
    """Reads the fields of one form and gathers what is wrong with them."""

    def __init__(self, texts: Mapping[Field, str], setting: Setting) -> None:
        self.texts = texts
        self.setting = setting
        self.errors: dict[Field, str] = {}

    def read(self, field: Field, how: Callable[[str], Read], otherwise: Read) -> Read:
        try:
            if field != "several":
                _bounded(self.texts[field])
            return how(self.texts[field])
        except _Unread as error:
            self.errors[field] = str(error)
            return otherwise

    def sequences(self, need: Need) -> tuple[tuple[str, ...], ...]:
        if need == "pair":
            return self.read("first", self._one, ()), self.read("second", self._one, ())
        if need == "several":
            return self.read("several", self._lines, ())
        return (self.read("example", self._one, ()),)

    def position(self, text: str) -> int | None:
        return self._place(text.strip()) if text.strip() else None

    def places(self, text: str) -> tuple[int, ...]:
        words = text.replace(",", " ").split()
        if not words:
            raise _Unread("Name the positions whose tokens you may choose, such as 0 1 2.")
        found = tuple(map(self._place, words))
        if len(set(found)) < len(found):
            raise _Unread("One position stands here twice.")
        return tuple(sorted(found))

    def _one(self, text: str) -> tuple[str, ...]:
        told, tokens = own(text, self.setting)
        if tokens is None:
            raise _Unread(told.error)
        return tokens

    def _lines(self, text: str) -> tuple[tuple[str, ...], ...]:
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            raise _Unread("Type some sequences, one a line.")
        if len(lines) > MOST:
            raise _Unread(f"These are {len(lines):,} sequences; {MOST} may be named at most.")
        return tuple(self._numbered(lines))

    def _numbered(self, lines: list[str]) -> Iterator[tuple[str, ...]]:
        for number, line in enumerate(lines, 1):
            try:
                _bounded(line)
                yield self._one(line)
            except _Unread as error:
                raise _Unread(f"Line {number}: {error}") from None

    def _place(self, text: str) -> int:
        last = self.setting.max_len - 1
        whole = text.isascii() and text.isdigit() and len(text) < 6
        if not whole or int(text) > last:
            raise _Unread(f"{text[:40]!r} is no position; here they are numbered from 0 to {last}.")
        return int(text)


def _bounded(text: str) -> None:
    if len(text) > LONGEST:
        raise _Unread(_TOO_LONG)
