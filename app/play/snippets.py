"""What a player types into a form's text field, read by the language's own parser.

Each function puts the typed text into the smallest statement it belongs to, reads that, and takes
the part out again. So a field accepts exactly what the written form accepts, with its messages.
"""

from fractions import Fraction
from typing import Any

from app.language.cursor import Cursor
from app.language.lex import Unreadable, lex, split_comment
from app.language.parse import parse
from app.language.program import Condition, Expression, Place, Ref, Term
from app.language.words import is_name
from app.play.places import part

Pairs = tuple[tuple[Ref, Ref], ...]

_EXAMPLE_NAME = "a name of letters and digits that is not a word of the language"


class Unread(ValueError):
    """Typed text that cannot be read; its message is one sentence for the player."""


def name(text: str) -> str:
    """The name of a step or a declaration."""
    text = text.strip()
    if not text:
        raise Unread("It needs a name.")
    if not is_name(text):
        raise Unread(f"{text[:40]!r} cannot be a name; write {_EXAMPLE_NAME}.")
    return text


def path(text: str) -> str:
    """The path of a circuit: names with `/` between them."""
    if ":" in text:
        raise Unread("The path of a circuit has no colon in it.")
    found: str = _part(f"circuit {_line(text)}:", ("circuits", 0)).path
    return found


def number(text: str) -> Fraction:
    """A signed decimal or fraction, as weights and gains are written; nothing typed is 1."""
    try:
        cursor = Cursor(lex(_line(text) or "1"))
        found = cursor.number()
        cursor.end()
    except Unreadable as error:
        raise Unread(error.message) from None
    return found


def whole(text: str) -> int:
    """A signed whole number, as a shift is written; nothing typed is 0."""
    typed = _line(text).replace(" ", "") or "0"
    try:
        digits = typed.lstrip("+-")
        if not digits.isdecimal() or len(digits) > 6 or len(typed) - len(digits) > 1:
            raise ValueError
        return int(typed)
    except ValueError:
        raise Unread(f"A shift is a whole number such as -1, and this is {typed[:40]!r}.") from None


def ref(text: str) -> Ref:
    """A label or concept, quoted where it must be."""
    found: Ref = _part(f"concept c = {_line(text)}", ("concepts", 0, "members", 0), one=True)
    return found


def refs(text: str) -> tuple[Ref, ...]:
    """The members of a concept."""
    found: tuple[Ref, ...] = _part(f"concept c = {_line(text)}", ("concepts", 0)).members
    return found


def labels(text: str) -> tuple[str, ...]:
    """The labels of a space: a list, or a range such as `0..8`."""
    found: tuple[str, ...] = _part(f"space s = {_line(text)}", ("spaces", 0)).labels
    return found


def pairs(text: str) -> Pairs:
    """The pairs of a relation."""
    found: Pairs = _part(f"relation r = {_line(text)}", ("relations", 0)).pairs
    return found


def condition(text: str) -> Condition:
    """One condition of a `when`, usually an amount."""
    place = (*_RULE, "conditions")
    found: tuple[Condition, ...] = _part(f"layer\nmlp\nwhen {_line(text)}: a = b", place)
    if len(found) != 1:
        raise Unread("This is several conditions; add each of them on its own.")
    return found[0]


def amount(text: str) -> tuple[Term, ...]:
    """The sum that a bare neuron reads."""
    found: tuple[Term, ...] = _part(f"layer\nmlp\nneuron {_line(text)}: a = b", _RULE).amount
    return found


def expression(text: str) -> Expression:
    """The expression of a `compute`."""
    found: Expression = _part(f"layer\nmlp\ncompute a = {_line(text)}", _RULE).expression
    return found


def sentence(text: str) -> str:
    """Free text on one line, such as the purpose of a circuit."""
    plain = " ".join(text.split())
    if not plain.isprintable():
        raise Unread("This has characters that cannot be printed.")
    return plain


_RULE: Place = ("layers", 0, "mlps", 0, "rules", 0)


def _line(text: str) -> str:
    """The text, if it is one line without a comment in it."""
    if "\n" in text or "\r" in text:
        raise Unread("This is more than one line.")
    if split_comment(text)[1] is not None:
        raise Unread("A comment cannot stand here; write it in the Source tab.")
    return text.strip()


def _part(statements: str, place: Place, one: bool = False) -> Any:
    reading = parse(statements)
    if reading.complaints:
        raise Unread(reading.complaints[0].message)
    if one and len(part(reading.program, place[:-1])) > 1:
        raise Unread("This is more than one label.")
    return part(reading.program, place)
