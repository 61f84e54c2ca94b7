"""Reading the whole-number expressions of `compute`, operators set off by spaces."""

from collections.abc import Callable

from app.language import bounds
from app.language.cursor import Cursor
from app.language.lex import Unreadable
from app.language.program import Binary, Expression, Extreme, Negate, Number, Operator, Read

_SUM: tuple[Operator, ...] = ("+", "-")
_PRODUCT: tuple[Operator, ...] = ("*", "//", "%")


def expression(cursor: Cursor) -> Expression:
    """A sum of products; `*`, `//` and `%` bind tighter. Raises Unreadable."""
    return _chain(cursor, _SUM, lambda: _chain(cursor, _PRODUCT, lambda: _factor(cursor)))


def _chain(
    cursor: Cursor, operators: tuple[Operator, ...], part: Callable[[], Expression]
) -> Expression:
    found = part()
    while sign := next((operator for operator in operators if cursor.at(operator)), None):
        _count(cursor)
        cursor.step()
        found = Binary(sign, found, part())
    return found


def _factor(cursor: Cursor) -> Expression:
    minuses = 0
    while cursor.skip("-"):
        _count(cursor)
        minuses += 1
    found = _atom(cursor)
    for _ in range(minuses):
        found = Negate(found)
    return found


def _atom(cursor: Cursor) -> Expression:
    _count(cursor)
    if cursor.at("min", "max"):
        return _extreme(cursor)
    if cursor.skip("("):
        found = expression(cursor)
        cursor.take(")")
        return found
    if cursor.at_number():
        return Number(cursor.whole("a whole number"))
    if cursor.here.sort != "word":
        raise cursor.wanted("a slot, a whole number, min, max or a parenthesis")
    return Read(cursor.name("slot"))


def _extreme(cursor: Cursor) -> Extreme:
    which = cursor.step().text
    cursor.take("(")
    found = cursor.many(lambda: expression(cursor), ",")
    cursor.take(")")
    return Extreme("min" if which == "min" else "max", found)


def _count(cursor: Cursor) -> None:
    cursor.parts += 1
    if cursor.parts > bounds.EXPRESSION_PARTS:
        limit = bounds.EXPRESSION_PARTS
        message = f"A compute may have {limit} numbers, slots and operators; this one has more."
        raise Unreadable(message, cursor.here.start)
