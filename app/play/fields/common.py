"""What the fields of every kind of step share."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from app.play.snippets import Unread

Read = TypeVar("Read")
Values = Mapping[str, str]

NEW = "+"
"""The value of a select that asks for something new instead of something known."""


class Unusable(Exception):
    """A value that cannot be used at all, whatever the rest says: the field and why, for a person.

    It never leaves `app.play.edit`, which makes a `Refusal` of it.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def read(values: Values, field: str, reader: Callable[[str], Read]) -> Read:
    """A field read from its text. Raises Unusable."""
    try:
        return reader(values.get(field, ""))
    except Unread as error:
        raise Unusable(field, str(error)) from None


def one_of(values: Values, field: str, known: Collection[str]) -> str:
    """A field that must be one of a few words of the editor's own. Raises Unusable."""
    chosen = values.get(field, "")
    if chosen not in known:
        raise Unusable(field, "Choose one of the values in the list.")
    return chosen
