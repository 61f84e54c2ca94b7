"""The gap report for the page: each diagnosis with its words and its own picture."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from markupsafe import Markup

from app.gaps.blindspots import Blindspots, Cell
from app.gaps.exam import Seat
from app.gaps.report import Explanation, Part
from app.language.cost import cost
from app.language.program import Program
from app.language.scope import scope_of
from app.packs.model import Puzzle, Wrong
from app.web.address import View
from app.web.chips import Chip, chip, palette
from app.web.prose import sentence
from app.web.sequence import join
from app.web.worlds import Worlds, worlds

CHIP = 96
"""Width of a chip in a report, in pixels."""

TITLES: Mapping[Part, str] = {
    "collision": "You could not have known",
    "unspoken": "You knew, but did not say it",
    "mistake": "It answers just like a known mistake",
    "ungrounded": "You answered without evidence",
    "blur": "A blur was read as if it were sharp",
    "lengths": "Right answers by length",
    "renamed": "A name that means nothing, and yet matters",
    "blindspots": "Blind spots",
    "head": "Could one more head mend it?",
}

BAR_HEIGHT = 56
"""Height of a full bar of the curve by length, in pixels."""
BAR_ROOM = 640
"""Width of the whole curve."""


@dataclass(frozen=True, slots=True)
class Held:
    """One slot that both worlds hold alike, as a chip."""

    slot: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the grid of blind spots. `kind` is its class and decides its sign."""

    kind: str
    sign: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Answer positions down, input positions across; a missing cell depends on nothing there."""

    rows: tuple[tuple[int, tuple[Spot | None, ...]], ...]
    columns: range
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bar:
    """The share of right sequences of one length. Sizes are pixels in the curve."""

    length: int
    right: int
    total: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that might mend a failure, whether it could, and how sure that is."""

    what: str
    could: str
    sure: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One part of the report. Pictures that a part does not have are empty."""

    part: Part
    title: str
    sentence: Markup
    claim: str
    notes: tuple[Markup, ...] = ()
    worlds: Worlds | None = None
    caption: str = ""
    held: tuple[Held, ...] = ()
    grid: Grid | None = None
    bars: tuple[Bar, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """The report: what explains the failure, and what else was found."""

    shown: tuple[Diagnosis, ...]
    folded: tuple[Diagnosis, ...]
    inside: str


@dataclass(frozen=True)
class _Page:
    """What all parts of one report are drawn from."""

    found: Explanation
    puzzle: Puzzle
    program: Program
    view: View
    mistake: Wrong | None

    def worlds(self, seats: Sequence[Seat], given: Sequence[str | None] | None = None) -> Worlds:
        """Seats one above the other."""
        return worlds(seats, self.puzzle.setting, self.puzzle.output, self.view, given)


def why(
    puzzle: Puzzle, program: Program, found: Explanation, mistake: Wrong | None, view: View
) -> Why:
    """The report on a program; `mistake` is the authored program that does the same."""
    page = _Page(found, puzzle, program, view, mistake)
    return Why(
        shown=tuple(_diagnosis(page, part) for part in found.picks),
        folded=tuple(_diagnosis(page, part) for part in found.folded),
        inside=f"{view.path}/inside",
    )


def _diagnosis(page: _Page, part: Part) -> Diagnosis:
    return _DRAWN[part](page)


def _plain(page: _Page, part: Part, **pictures: Any) -> Diagnosis:
    """A diagnosis in its own words."""
    told: Any = getattr(page.found, part)
    return Diagnosis(part, TITLES[part], sentence(told.sentence), told.claim.words, **pictures)


def _collision(page: _Page) -> Diagnosis:
    pair, trail = page.found.collision, page.found.parting
    assert pair is not None  # noqa: S101 - only parts that were found are drawn
    notes = [] if trail is None else [sentence(trail.sentence)]
    if len(pair.differ) != 1:
        notes.append(sentence(pair.closeness))
    return _plain(
        page,
        "collision",
        notes=tuple(notes),
        worlds=page.worlds((pair.first, pair.second), pair.given),
        caption="Two sequences that look the same from your seat",
        held=_held(page, pair.held),
        remedies=tuple(_remedies(page)),
    )


def _remedies(page: _Page) -> Iterator[Remedy]:
    """What could tell the two worlds apart, above the layers that there are."""
    pair, head = page.found.collision, page.found.head
    assert pair is not None  # noqa: S101
    yield Remedy("a rule after your last layer", "no", _sure(pair.exact))
    if pair.strength == "everywhere":
        yield Remedy("any layer above yours", "no", "proved")
    elif head is not None and not head.possible:
        sure = _sure(head.exact)
        yield Remedy("one more head that reads one position, in a layer above", "no", sure)
    elif head is not None and _room(page):
        could = "not ruled out"
        yield Remedy("one more head that reads one position, in a layer above", "perhaps", could)
    if page.program.layers:
        yield Remedy(
            "another look or another copy in the layers you have", "perhaps", "not examined"
        )


def _sure(exact: bool) -> str:
    """How sure a finding is whose streams are equal, exactly or to within a millionth."""
    return "proved" if exact else "proved, but for differences within a millionth"


def _room(page: _Page) -> bool:
    """Whether the budget leaves room for one more layer and one more head."""
    budget = page.puzzle.allowance.budget
    used = cost(page.program, page.puzzle.setting, page.puzzle.allowance.given)
    return used.layers < budget.get("layers", inf) and used.heads < budget.get("heads", inf)


def _unspoken(page: _Page) -> Diagnosis:
    told = page.found.unspoken
    assert told is not None  # noqa: S101
    seats = (told.first,) if told.second is None else (told.first, told.second)
    headline, _, rest = told.sentence.partition(": ")
    return Diagnosis(
        "unspoken",
        TITLES["unspoken"] if told.second else headline,
        sentence(rest[:1].upper() + rest[1:]),
        told.claim.words,
        worlds=page.worlds(seats, told.given[: len(seats)]),
        caption="Sequences that you tell apart, but answer alike",
        remedies=(
            Remedy("rules after your last layer", "yes", "on these tests, given enough neurons"),
        ),
    )


def _mistake(page: _Page) -> Diagnosis:
    wrong, scope = page.mistake, page.found.scope
    assert wrong is not None  # noqa: S101
    claim = (
        f"That is said of another program. Yours gives exactly its answers {scope}; it may do so "
        "for another reason."
    )
    return Diagnosis("mistake", TITLES["mistake"], sentence(wrong.say), claim)


def _ungrounded(page: _Page) -> Diagnosis:
    told = page.found.ungrounded
    assert told is not None  # noqa: S101
    return _plain(
        page,
        "ungrounded",
        worlds=page.worlds((told.seat,), (told.given,)),
        caption="A sequence that holds no evidence for an answer",
    )


def _blur(page: _Page) -> Diagnosis:
    told, seat = page.found.blur, page.found.smallest
    assert told is not None  # noqa: S101
    notes = tuple(sentence(look.sentence) for look in page.found.looks)
    return _plain(
        page,
        "blur",
        notes=notes,
        worlds=page.worlds((seat,)),
        caption="The smallest sequence that comes out wrong",
        held=_held(page, ((told.slot, told.held),)),
    )


def _lengths(page: _Page) -> Diagnosis:
    told = page.found.lengths
    assert told is not None  # noqa: S101
    each = min(28.0, BAR_ROOM / max(1, len(told.rows)))
    bars = tuple(
        Bar(
            tally.length,
            tally.right,
            tally.total,
            x=round(i * each, 2),
            width=round(max(1.0, each - 3), 2),
            y=round(BAR_HEIGHT * (1 - tally.right / tally.total), 2),
            height=round(BAR_HEIGHT * tally.right / tally.total, 2),
        )
        for i, tally in enumerate(told.rows)
    )
    return _plain(page, "lengths", bars=bars)


def _renamed(page: _Page) -> Diagnosis:
    told = page.found.renamed
    assert told is not None  # noqa: S101
    names = [sentence(each.sentence) for each in page.found.named if each.unnamed]
    return _plain(
        page,
        "renamed",
        notes=tuple(names),
        worlds=page.worlds((told.seat, told.other), (told.given, told.given_other)),
        caption="A sequence, and the same under other names",
    )


def _head(page: _Page) -> Diagnosis:
    told = page.found.head
    assert told is not None  # noqa: S101
    shown = page.worlds(told.stuck) if told.stuck else None
    return _plain(page, "head", worlds=shown, caption="Tests that no such head gets all right")


def _blindspots(page: _Page) -> Diagnosis:
    told = page.found.blindspots
    assert told is not None  # noqa: S101
    return _plain(page, "blindspots", grid=_grid(page, told))


_DRAWN: Mapping[Part, Callable[[_Page], Diagnosis]] = {
    "collision": _collision,
    "unspoken": _unspoken,
    "mistake": _mistake,
    "ungrounded": _ungrounded,
    "blur": _blur,
    "lengths": _lengths,
    "renamed": _renamed,
    "blindspots": _blindspots,
    "head": _head,
}


def _held(
    page: _Page, holdings: Sequence[tuple[str, Sequence[tuple[str, float]]]]
) -> tuple[Held, ...]:
    """Slots as chips; what is held of a place is left to the worlds, which show it."""
    scope = scope_of(page.program, page.puzzle.setting)
    found = []
    for slot, amounts in holdings:
        if slot == "position":
            continue
        labels, by_label = scope.labels(slot), dict(amounts)
        row = [by_label.get(label, 0.0) for label in labels]
        found.append(Held(slot, chip(row, palette(scope, scope.slots[slot]), CHIP)))
    return tuple(found)


def _grid(page: _Page, told: Blindspots) -> Grid:
    cells = {(cell.answer, cell.input): cell for cell in told.cells}
    rows = tuple(
        (i, tuple(_spot(page, cells.get((i, j))) for j in range(told.positions)))
        for i in range(told.positions)
        if any((i, j) in cells for j in range(told.positions))
    )
    kinds = frozenset(spot.kind for _, row in rows for spot in row if spot is not None)
    return Grid(rows, range(told.positions), kinds)


def _spot(page: _Page, cell: Cell | None) -> Spot | None:
    if cell is None:
        return None
    kind, sign = _sign(cell)
    words = f"blind in {cell.blind:,} of {cell.depends:,} pairs that depend on it"
    href = ""
    if cell.pair is not None:
        seat = cell.pair[0]
        href = page.view.own(join(seat.tokens), seat.position).address
    return Spot(kind, sign, words + (", as every program is" if cell.beyond else ""), href)


def _sign(cell: Cell) -> tuple[str, str]:
    if cell.beyond:
        return "beyond", "×"
    if not cell.blind:
        return "sees", "○"
    return ("blind", "●") if cell.blind == cell.depends else ("partly", "◐")
