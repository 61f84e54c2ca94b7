"""A reader's place in one statement: takes lexemes, and says what was expected when it cannot."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from app.language import bounds
from app.language.lex import Lexeme, Unreadable
from app.language.program import Ref
from app.language.words import RESERVED, is_label, is_whole, needs_quotes

Item = TypeVar("Item")


class Cursor:
    """Walks the lexemes of one statement from left to right. Every `take` may raise Unreadable."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self._lexemes = lexemes
        self._at = 0
        self.parts = 0
        """Parts of a `compute` read so far."""

    @property
    def here(self) -> Lexeme:
        return self._lexemes[self._at]

    def ahead(self, steps: int = 1) -> Lexeme:
        """The lexeme some steps on, the end if there are not as many."""
        return self._lexemes[min(self._at + steps, len(self._lexemes) - 1)]

    def at(self, *texts: str) -> bool:
        """Whether the next lexeme is one of these unquoted words or signs."""
        return self.here.sort in ("word", "sign") and self.here.text in texts

    def step(self) -> Lexeme:
        lexeme = self.here
        self._at = min(self._at + 1, len(self._lexemes) - 1)
        return lexeme

    def skip(self, *texts: str) -> str | None:
        """Takes the next lexeme if it is one of these."""
        return self.step().text if self.at(*texts) else None

    def take(self, *texts: str) -> str:
        """Takes one of these words or signs."""
        taken = self.skip(*texts)
        if taken is None:
            raise self.wanted(" or ".join(texts))
        return taken

    def end(self) -> None:
        if self.here.sort != "end":
            raise self.wanted("nothing more on this line")

    def wanted(self, expected: str) -> Unreadable:
        """What to raise when something else was expected here."""
        lexeme = self.here
        found = "the end of the line" if lexeme.sort == "end" else lexeme.text[:40]
        message = f"Expected {expected}, found {found}."
        return Unreadable(message, lexeme.start, found=found, expected=expected)

    def name(self, what: str) -> str:
        """A name of a slot, space, head, ...: a bare word that is not of the language."""
        lexeme = self.here
        if lexeme.sort != "word":
            raise self.wanted(f"the name of a {what}")
        if lexeme.text in RESERVED:
            message = f"{lexeme.text} is a word of the language; the {what} needs another name."
            raise Unreadable(message, lexeme.start, lexeme.text, f"the name of a {what}")
        self._short(lexeme)
        return self.step().text

    def label(self) -> Ref:
        """A label or concept: a bare word, a whole number, or quoted text."""
        lexeme = self.here
        if lexeme.sort == "quoted":
            self._short(lexeme)
            return Ref(self.step().text, True)
        if lexeme.text == "-" and self._touches_number():
            self.step()
            return Ref("-" + self.step().text)
        if lexeme.sort == "number" or (lexeme.sort == "word" and self._must_quote(lexeme.text)):
            message = (
                f'{lexeme.text} is written in double quotes where it is a label: "{lexeme.text}".'
            )
            raise Unreadable(message, lexeme.start, lexeme.text, f'"{lexeme.text}"')
        if lexeme.sort != "word":
            raise self.wanted("a label")
        self._short(lexeme)
        return Ref(self.step().text)

    def number(self, what: str = "a number") -> Fraction:
        """A signed decimal or fraction."""
        sign = -1 if self.take_sign() == "-" else 1
        return sign * self.unsigned(what)

    def take_sign(self) -> str | None:
        return self.skip("+", "-")

    def unsigned(self, what: str = "a number") -> Fraction:
        column = self.here.start
        top = self._digits(what)
        if not self.at("/"):
            return top
        self.step()
        bottom = self._digits("a whole number under the stroke")
        if top.denominator != 1 or bottom.denominator != 1:
            raise Unreadable("A fraction has whole numbers on both sides of the stroke.", column)
        if bottom == 0:
            raise Unreadable("A fraction cannot have 0 below the stroke.", self.here.start)
        return top / bottom

    def whole(self, what: str) -> int:
        """A signed whole number."""
        sign = -1 if self.take_sign() == "-" else 1
        if self.here.sort != "word" or not self.here.text.isdigit():
            raise self.wanted(what)
        return sign * int(self._digits(what))

    def at_number(self) -> bool:
        """Whether an unsigned number comes next."""
        return self.here.sort == "number" or (self.here.sort == "word" and self.here.text.isdigit())

    def many(self, item: Callable[[], Item], separator: str) -> tuple[Item, ...]:
        """One or more items with a separator between them."""
        items = [item()]
        while self.skip(separator):
            items.append(item())
        return tuple(items)

    def _digits(self, what: str) -> Fraction:
        if not self.at_number():
            raise self.wanted(what)
        text = self.here.text
        if any(len(part) > bounds.NUMBER_DIGITS for part in text.split(".")):
            message = (
                f"A number may have {bounds.NUMBER_DIGITS} digits on either side of the point."
            )
            raise Unreadable(message, self.here.start, text[:40], what)
        self.step()
        return Fraction(text)

    def _touches_number(self) -> bool:
        after = self.ahead()
        return after.sort == "word" and after.text.isdigit() and after.start == self.here.end

    def _must_quote(self, text: str) -> bool:
        return needs_quotes(text) and not is_whole(text)

    def _short(self, lexeme: Lexeme) -> None:
        if not is_label(lexeme.text):
            message = f"Names and labels have up to {bounds.NAME_CHARACTERS} printable characters."
            raise Unreadable(message, lexeme.start, lexeme.text[:40], "a shorter name")
