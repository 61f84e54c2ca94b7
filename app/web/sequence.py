"""A player's own sequence, as typed into a field and as it stands in an address.

Tokens are set apart by spaces; one that has a space in it, or nothing, stands in double quotes.
Where every token of a vocabulary is one character, the spaces may be left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.language.setting import SINK, Setting, sequence_complaint
from app.language.words import quoted

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(?=\s|$)|(\S+)')
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Own:
    """The player's own example as typed, and what is wrong with it."""

    text: str
    error: str


def own(text: str | None, setting: Setting) -> tuple[Own, tuple[str, ...] | None]:
    """A typed sequence and its tokens, or the sentence saying why it is none."""
    if text is None:
        return Own("", ""), None
    if not text.strip():
        return Own(text, "Type some tokens, with spaces between them."), None
    tokens = split(text, setting)
    complaint = sequence_complaint(setting, tokens)
    if complaint is not None:
        return Own(text, complaint.message), None
    return Own(text, ""), tokens


def split(text: str, setting: Setting) -> tuple[str, ...]:
    """The tokens in a text. The sink is added where it is needed and was left out."""
    found = words(text)
    letters = all(len(token) == 1 for token in setting.tokens)
    if letters and len(found) == 1 and found[0] not in setting.tokens:
        found = tuple(found[0])
    if setting.bos and found[:1] != (SINK,):
        found = (SINK, *found)
    return found


def words(text: str) -> tuple[str, ...]:
    """The tokens in a text, whatever the vocabulary."""
    return tuple(_token(match) for match in _TOKEN.finditer(text))


def join(tokens: Sequence[str]) -> str:
    """The text that `split` reads as these tokens."""
    return " ".join(
        quoted(token) if not token or token[0] == '"' or re.search(r"\s", token) else token
        for token in tokens
    )


def _token(match: re.Match[str]) -> str:
    inside, bare = match.groups()
    return str(bare) if inside is None else _ESCAPED.sub(r"\1", inside)
