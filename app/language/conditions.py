"""Reading the conditions of a rule and sums of amounts."""

from fractions import Fraction

from app.language.cursor import Cursor
from app.language.lex import Unreadable
from app.language.program import Amount, Between, Condition, Is, Same, Term

_BELOW = ("<", "<=")
_SIGNS = ("==", "<", "<=", ">", ">=")


def condition(cursor: Cursor) -> Condition:
    """A literal, `S == R`, or an amount condition. Raises Unreadable."""
    if cursor.here.sort == "word" and cursor.ahead().text == "is":
        return _literal(cursor)
    if _is_same(cursor):
        left = cursor.name("slot")
        cursor.take("==")
        return Same(left, cursor.name("slot"))
    return _amount(cursor)


def _literal(cursor: Cursor) -> Is:
    slot = cursor.name("slot")
    cursor.take("is")
    negated = cursor.skip("not") is not None
    return Is(slot, cursor.label(), negated)


def _is_same(cursor: Cursor) -> bool:
    left, sign, right, after = (cursor.ahead(n) for n in range(4))
    named = left.sort == right.sort == "word" and sign.text == "==" and sign.sort == "sign"
    return named and after.text != "[" and not left.text.isdigit() and not right.text.isdigit()


def _amount(cursor: Cursor) -> Amount | Between:
    column = cursor.here.start
    left = total(cursor)
    first = cursor.take(*_SIGNS)
    middle = total(cursor)
    if not cursor.at(*_SIGNS):
        return Amount(left, first, middle)  # type: ignore[arg-type]
    if first not in _BELOW or not cursor.at(*_BELOW):
        raise Unreadable("A between is written a < E < b, each sign < or <=.", cursor.here.start)
    second = cursor.step().text
    right = total(cursor)
    low, high = _bound(left, column), _bound(right, column)
    return Between(low, first, middle, second, high)  # type: ignore[arg-type]


def _bound(terms: tuple[Term, ...], column: int) -> Fraction:
    if len(terms) != 1 or terms[0].slot is not None:
        raise Unreadable("The two ends of a between are numbers.", column, expected="a number")
    return terms[0].coefficient


def total(cursor: Cursor) -> tuple[Term, ...]:
    """Sums and differences of numbers and of terms `S[P]` or `c*S[P]`."""
    terms = [_term(cursor)]
    while cursor.at("+", "-"):
        sign = -1 if cursor.step().text == "-" else 1
        terms.append(_term(cursor, sign))
    return tuple(terms)


def _term(cursor: Cursor, sign: int = 1) -> Term:
    if cursor.take_sign() == "-":
        sign = -sign
    if cursor.at_number() and cursor.ahead().text != "[":
        coefficient = sign * cursor.unsigned()
        if not cursor.skip("*"):
            return Term(coefficient)
    else:
        coefficient = Fraction(sign)
    if cursor.here.sort != "word":
        raise cursor.wanted("an amount such as S[a], or a number")
    slot = cursor.name("slot")
    if not cursor.at("["):
        raise cursor.wanted(f"an amount such as {slot}[a], or `{slot} is a`")
    cursor.take("[")
    what = cursor.label()
    cursor.take("]")
    return Term(coefficient, slot, what)
