"""Gap cards as the page shows them: what is open with its witness, what is closed with a hint."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.packs.model import Citation, Gap, Pack, Puzzle
from app.packs.text import render
from app.play.cards import Card, Touched, Witness
from app.web.address import View
from app.web.atlas import MARKS, WORDS
from app.web.prose import sentence
from app.web.worlds import Worlds, worlds

REPORTED = "as reported by others; we have not read the source itself"


@dataclass(frozen=True, slots=True)
class Source:
    """A citation; `standing` is empty for what was read in the source itself."""

    text: str
    claim: str
    url: str | None
    standing: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A puzzle that touches the gap."""

    puzzle: Puzzle
    state: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Met:
    """The player's own witness: two sequences, or one."""

    puzzle: Puzzle
    sentence: Markup
    worlds: Worlds
    caption: str


@dataclass(frozen=True, slots=True)
class CardView:
    """An open card."""

    anchor: str
    title: str
    earned: bool
    meaning: Markup
    failure: Markup
    met: Met | None
    sources: tuple[Source, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A card not met yet: where it can be met, and nothing of what it says."""

    anchor: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """The page: open cards and closed ones, each in playing order."""

    open: tuple[CardView, ...]
    closed: tuple[Closed, ...]

    @property
    def total(self) -> int:
        """How many gaps there are."""
        return len(self.open) + len(self.closed)


def collection(cards: Sequence[Card]) -> Collection:
    """The page of these cards."""
    return Collection(
        open=tuple(card_view(card) for card in cards if card.open),
        closed=tuple(
            Closed(anchor(card.pack, card.gap), _stops(card)) for card in cards if not card.open
        ),
    )


def card_view(card: Card) -> CardView:
    """One open card."""
    return CardView(
        anchor=anchor(card.pack, card.gap),
        title=card.gap.title,
        earned=card.earned,
        meaning=Markup(render(card.gap.meaning)),  # noqa: S704 - sanitised by the renderer
        failure=Markup(render(card.gap.failure)),  # noqa: S704
        met=None if card.witness is None else _met(card.witness),
        sources=tuple(map(_source, card.gap.citations)),
        stops=_stops(card),
    )


def anchor(pack: Pack, gap: Gap) -> str:
    """The id of a card on its page."""
    return f"{pack.name}-{gap.slug}"


def _met(witness: Witness) -> Met:
    puzzle, seats = witness.puzzle, witness.seats
    rows = worlds(seats, puzzle.setting, witness.labels, View(f"/p/{puzzle.path}"))
    shown = "Two sequences" if len(seats) > 1 else "A sequence"
    return Met(puzzle, sentence(witness.sentence), rows, f"{shown} from {puzzle.title}")


def _source(citation: Citation) -> Source:
    standing = REPORTED if citation.standing == "reported" else ""
    return Source(citation.text, citation.claim, citation.url, standing)


def _stops(card: Card) -> tuple[Stop, ...]:
    return tuple(map(_stop, card.touched))


def _stop(touched: Touched) -> Stop:
    state = touched.state
    return Stop(touched.puzzle, state, MARKS[state], WORDS[state])
