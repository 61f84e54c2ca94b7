"""The words of the written form: what a name may look like, and which labels need quotes."""

import re

from app.language import bounds

_LANGUAGE = (
    "space slot concept relation circuit layer head mlp match avoid prefer copy when neuron "
    "otherwise compute output key query not is and of in through weight gain latest earliest "
    "min max"
)
RESERVED = frozenset(_LANGUAGE.split())

WORD = r"(?:(?!!=)[A-Za-z0-9_^$&@~?!|;%])+"
"""A bare word. `!=` is read before `!`, so a word stops in front of it."""

_WORD = re.compile(WORD)
_WHOLE = re.compile(r"-?[0-9]+")
_LIKE_A_NUMBER = re.compile(r"[0-9]+[eE][0-9]+")


def is_word(text: str) -> bool:
    """Whether the text is one bare word, reserved or not."""
    return _WORD.fullmatch(text) is not None


def is_whole(text: str) -> bool:
    """Whether the text is a whole number, and so a label that has a value."""
    return _WHOLE.fullmatch(text) is not None


def value_of(label: str) -> int | None:
    """The integer a label stands for, or None."""
    return int(label) if is_whole(label) else None


def needs_quotes(label: str) -> bool:
    """Whether a label must be written in double quotes to be read as a label."""
    if is_whole(label):
        return False
    return not is_word(label) or label in RESERVED or _LIKE_A_NUMBER.fullmatch(label) is not None


def quoted(label: str) -> str:
    """The label in double quotes, with its quotes and backslashes escaped."""
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def written(label: str) -> str:
    """The label as the written form has it."""
    return quoted(label) if needs_quotes(label) else label


def is_name(text: str) -> bool:
    """Whether something may be called this: a bare word, not reserved, not too long."""
    return is_word(text) and len(text) <= bounds.NAME_CHARACTERS and text not in RESERVED


def is_label(text: str) -> bool:
    """Whether the text can be a label: one line of printable characters, not too long."""
    return len(text) <= bounds.NAME_CHARACTERS and (text == "" or text.isprintable())
