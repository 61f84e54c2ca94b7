"""A complaint: a value that says what is not allowed, where, and what to do instead.

Complaints are ordinary results, shown to the player; exceptions are kept for bugs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from app.language.program import Place

Kind = Literal["syntax", "program", "rule", "budget"]

_CANDIDATES = 512


@dataclass(frozen=True, slots=True)
class Complaint:
    """One sentence about one place.

    `kind` tells what it is about: text that cannot be read (`syntax`), a program that means
    nothing (`program`), a construct that this puzzle forbids (`rule`), a cost over the budget
    (`budget`). `line` and `column` count from 1 and are None where there is no text.
    """

    message: str
    place: Place = ()
    kind: Kind = "program"
    line: int | None = None
    column: int | None = None
    found: str = ""
    expected: str = ""
    nearest: str | None = None

    def at(self, line: int | None) -> "Complaint":
        """The same complaint on a line of the text."""
        return self if line is None else replace(self, line=line)

    def __str__(self) -> str:
        where = "" if self.line is None else f"line {self.line}: "
        return where + self.message


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, if any is near."""
    names = list(islice(known, _CANDIDATES))
    close = get_close_matches(name[:64], names, n=1, cutoff=0.6)
    if close:
        return close[0]
    folded = {known_name.casefold(): known_name for known_name in names}
    return folded.get(name.casefold())


def unknown(
    what: str, name: str, known: Iterable[str], place: Place, expected: str = ""
) -> Complaint:
    """The complaint about a name that is not known: `what` is "slot", "label of token", ..."""
    names = list(islice(known, _CANDIDATES))
    near = nearest(name, names)
    hint = f" Did you mean {near}?" if near is not None else _choices(names, expected)
    return Complaint(
        f"There is no {what} called {_short(name)}.{hint}",
        place,
        found=name,
        expected=expected or what,
        nearest=near,
    )


def _choices(names: list[str], expected: str) -> str:
    if expected:
        return f" {expected}"
    if not names:
        return ""
    shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    return f" Known: {shown}."


def _short(name: str) -> str:
    return repr(name) if len(name) <= 40 else repr(name[:40]) + "..."
