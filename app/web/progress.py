"""What a player is told about their progress: what is kept, what an import did, what is gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.play.comforts import Comforts
from app.play.intake import Line, Outcome
from app.play.parcel import Kind
from app.play.progress import Counts

_WORDS: dict[Kind, str] = {
    "drafts": "draft",
    "solutions": "solution",
    "hints": "hints",
    "cards": "gap card",
    "proofs": "proof",
}
_SAID: dict[Outcome, tuple[str, str]] = {
    "in": ("✓", "came in"),
    "same": ("=", "as it was"),
    "out": ("✗", "left out"),
}
_ORDER: tuple[Outcome, ...] = ("out", "in", "same")
"""What needs attention comes first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of an import. `path` is None where no puzzle is known."""

    what: str
    title: str
    path: str | None
    outcome: Outcome
    mark: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """An import as it is told."""

    headline: str
    rows: tuple[Row, ...]


def kept(counts: Counts) -> str:
    """One sentence on what is kept about a player."""
    if not counts.anything:
        return "Nothing yet: what you do is kept from your first change on."
    return f"Under a random id, and no name: {_listed(tuple(_amounts(counts)))}."


def gone(counts: Counts) -> str:
    """One sentence on what was deleted."""
    if not counts.anything:
        return "There was nothing to delete."
    return f"Deleted for good: {_listed(tuple(_amounts(counts)))}."


def arrived(lines: Sequence[Line]) -> Arrived:
    """The report on an import."""
    ordered = sorted(lines, key=lambda line: _ORDER.index(line.outcome))
    return Arrived(_headline(lines), tuple(map(_row, ordered)))


def _headline(lines: Sequence[Line]) -> str:
    if not lines:
        return "The file was empty, so nothing has changed"
    amount = {each: sum(line.outcome == each for line in lines) for each in _ORDER}
    told = [f"{amount['in']:,} came in"]
    told += [f"{amount['same']:,} stayed as they were"] if amount["same"] else []
    told += [f"{amount['out']:,} were left out"] if amount["out"] else []
    return _listed(told)


def _row(line: Line) -> Row:
    puzzle, (mark, words) = line.puzzle, _SAID[line.outcome]
    return Row(
        what=_WORDS[line.kind],
        title="–" if puzzle is None else puzzle.title,
        path=None if puzzle is None else puzzle.path,
        outcome=line.outcome,
        mark=mark,
        words=words,
        sentence=line.sentence,
    )


def _amounts(counts: Counts) -> Iterator[str]:
    for amount, one, more in (
        (counts.drafts, "draft with its history", "drafts with their history"),
        (counts.attempts, "checked program", "checked programs"),
        (counts.solutions, "solution", "solutions"),
        (counts.proofs, "proof", "proofs"),
        (counts.hints, "puzzle with hints shown", "puzzles with hints shown"),
        (counts.cards, "gap met on a puzzle", "gaps met on puzzles"),
    ):
        if amount:
            yield f"{amount:,} {one if amount == 1 else more}"


def _listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a comfort, with a sentence on what it does."""

    value: str
    name: str
    says: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Comfort:
    """A comfort with its choices, the ordinary one first."""

    name: str
    title: str
    options: tuple[Option, ...]


def offered(now: Comforts) -> tuple[Comfort, ...]:
    """Every comfort, with what is chosen now."""
    return tuple(
        Comfort(
            name,
            title,
            tuple(Option(*choice, chosen=getattr(now, name) == choice[0]) for choice in choices),
        )
        for name, title, choices in _COMFORTS
    )


_COMFORTS: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "labels",
        "Labels",
        (
            ("normal", "Normal", "As they come."),
            ("large", "Large", "Chips, tokens and answers a third larger."),
        ),
    ),
    (
        "motion",
        "Motion",
        (
            ("system", "As the system says", "Motion only to explain, none if you asked for less."),
            ("none", "None", "Nothing moves by itself."),
        ),
    ),
    (
        "screen",
        "Screen",
        (
            ("normal", "Normal", "For one reader."),
            ("projector", "Projector", "Large type over the whole width, to be read from afar."),
        ),
    ),
)
