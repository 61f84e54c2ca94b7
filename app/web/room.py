"""A program that one can sit in, on one puzzle: whose it is, and its addresses."""

from dataclasses import dataclass
from urllib.parse import urlencode

from app.packs.model import Chapter, Puzzle
from app.play.inside import Who


@dataclass(frozen=True, slots=True)
class Room:
    """`look` tells that the player wants to see the author's program before solving the puzzle."""

    puzzle: Puzzle
    chapter: Chapter
    who: Who
    look: bool

    @property
    def path(self) -> str:
        """The page's address."""
        return f"/p/{self.puzzle.path}/inside"

    @property
    def shop(self) -> str:
        """The workshop's address."""
        return f"/p/{self.puzzle.path}"

    @property
    def whose(self) -> str:
        """`your program`, or the author's."""
        return "your program" if self.who == "you" else "the author’s program"

    def to(self, **more: str) -> str:
        """The address with a query; what is empty is left out."""
        told = {"who": "author" if self.who == "author" else "", "look": "1" if self.look else ""}
        query = urlencode({name: value for name, value in {**told, **more}.items() if value})
        return f"{self.path}?{query}" if query else self.path
