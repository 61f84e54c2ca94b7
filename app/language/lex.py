"""One line of text as lexemes: quoted labels, words, numbers and signs, each with its column."""

import re
from dataclasses import dataclass
from typing import Literal

from app.language.words import WORD

Sort = Literal["quoted", "word", "number", "sign", "end"]

_LEXEME = re.compile(
    rf"""
    (?P<space>[ \t]+)
  | (?P<quoted>"(?:[^"\\]|\\["\\])*")
  | (?P<number>[0-9]+\.[0-9]+)
  | (?P<word>{WORD})
  | (?P<sign>->|==|!=|<=|>=|//|\.\.|[<>=:,\[\]()+\-*/.])
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` is what was meant (quotes and escapes removed); `start` and `end` count from 0."""

    sort: Sort
    text: str
    start: int
    end: int


class Unreadable(Exception):
    """A line that cannot be read: what was found and expected, and where. Never leaves `parse`."""

    def __init__(self, message: str, column: int, found: str = "", expected: str = "") -> None:
        super().__init__(message)
        self.message, self.column = message, column
        self.found, self.expected = found, expected


class Misplaced(Unreadable):
    """A step that stands under nothing; not worth telling where the line above it was lost."""


def split_comment(line: str) -> tuple[str, str | None]:
    """The statement of a line and its comment; a `#` inside quotes begins none."""
    if "#" not in line:
        return line, None
    at = 0
    while at < len(line):
        if line[at] == "#":
            return line[:at], line[at + 1 :].strip()
        quoted = _LEXEME.match(line, at) if line[at] == '"' else None
        at = quoted.end() if quoted else at + 1
    return line, None


def lex(line: str) -> list[Lexeme]:
    """The lexemes of a statement, closed by an `end`. Raises Unreadable."""
    lexemes = []
    at = 0
    while at < len(line):
        match = _LEXEME.match(line, at)
        if match is None:
            raise _stray(line, at)
        at = match.end()
        if match.lastgroup == "space":
            continue
        text = match.group()
        if match.lastgroup == "quoted":
            text = _ESCAPE.sub(r"\1", text[1:-1])
        lexemes.append(Lexeme(match.lastgroup, text, match.start(), at))  # type: ignore[arg-type]
    lexemes.append(Lexeme("end", "", len(line), len(line)))
    return lexemes


def _stray(line: str, at: int) -> Unreadable:
    if line[at] == '"':
        message = 'A quoted label must end with " on the same line; inside it, write \\" and \\\\.'
        return Unreadable(message, at, found=line[at : at + 20], expected="a closing quote")
    character = line[at]
    message = (
        f"The character {character!r} cannot stand here; a label that has it is written in "
        "double quotes."
    )
    return Unreadable(message, at, found=character, expected="a word or a quoted label")
