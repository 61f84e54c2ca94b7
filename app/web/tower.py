"""The tower: one sequence rising through a draft, ready for the template.

Columns are positions. From the bottom up stand the tokens, then each layer with a lane for every
slot its heads and then its rules write, then the answers, given and wanted.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.language.program import Place, Program
from app.language.setting import Setting
from app.web.address import View
from app.web.arcs import Fan
from app.web.chips import EXACT, Chip, argmax_labels, colours
from app.web.floors import Amounts, Author, Lane, activations, lanes, painter
from app.web.geometry import GRIDS, Band, Shape, shape, size_for
from app.web.pattern import Fired, Pattern
from app.web.running import Run, run
from app.web.selected import fans, firing, looked, name_of, select

_ROOM = {"narrow": 7, "plain": 8, "wide": 12}
"""Characters that an answer has room for, by the size of the columns."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The top of a column. `wanted` is None where nothing is asked or known."""

    position: int
    href: str
    given: str
    wanted: str | None
    asked: bool
    right: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Token:
    """The bottom of a column. `made` tokens were appended by the program itself."""

    position: int
    href: str
    text: str
    colour: int
    made: bool
    ring: str
    numbered: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot at one position and height; `note` names the rules that fired there."""

    position: int
    href: str
    chip: Chip | None
    ring: str
    note: str
    fired: bool


@dataclass(frozen=True, slots=True)
class By:
    """Who writes a lane, as links that select the step."""

    name: str
    href: str
    selected: bool
    runs: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Rising:
    """One row of the tower."""

    key: str
    layer: int
    first: bool
    last: bool
    tall: bool
    slot: str
    half: str
    by: tuple[By, ...]
    more: int
    cells: tuple[Cell, ...]
    selected: bool


@dataclass(frozen=True, slots=True)
class Tower:
    """All of it. `chosen` is None only for an empty sequence."""

    shape: Shape
    chosen: int | None
    tokens: tuple[Token, ...]
    rows: tuple[Rising, ...]
    answers: tuple[Answer, ...]
    fans: tuple[Fan, ...]
    pattern: Pattern | None
    firing: tuple[Fired, ...]
    selected: str
    previous: str | None
    following: str | None
    unfinished: int
    trouble: str
    answering: bool

    @property
    def chip(self) -> int:
        """Width of a chip in pixels."""
        return self.shape.grid.chip


def tower(
    draft: Program,
    setting: Setting,
    tokens: tuple[str, ...],
    view: View,
    wanted: Sequence[str | None] | None,
    asked: Sequence[bool],
    given: Collection[Place] = (),
) -> Tower:
    """The tower of a draft on one sequence.

    `asked` says which positions are scored, `given` which steps are the puzzle's own.
    """
    running = run(draft, setting, tokens)
    return _build(_Scene(running, setting, view, asked, given), wanted)


class _Scene:
    """What the parts of one tower share while it is put together."""

    def __init__(
        self,
        running: Run,
        setting: Setting,
        view: View,
        asked: Sequence[bool],
        given: Collection[Place],
    ) -> None:
        self.run, self.view, self.given = running, view, given
        self.colours = dict(zip(setting.tokens, colours(setting.tokens), strict=True))
        self.length = len(running.tokens)
        self.asked = [*asked, *([True] * self.length)][: self.length]
        self.chosen = _chosen(view.position, self.asked)
        size = size_for(self.length, [*running.tokens, *_answer_labels(running)])
        paint = painter(running.runnable.program, setting, GRIDS[size].chip)
        layers = range(0 if running.trouble else len(running.draft.layers))
        self.shape = shape([lanes(running, paint, i) for i in layers], size, self.length)
        self.selection = select(running, view.step, self.chosen)
        self.fired: dict[Place, Amounts] = {}
        for i in layers:
            self.fired.update(activations(running, i))

    def ring(self, slot: str, position: int, band: Band | None) -> str:
        """How the selected step marks a cell; `band` None is the row of tokens."""
        ring, level = self.selection.rings.get((slot, position), ("", 0))
        return ring if ring and self.shape.find(slot, position, level) is band else ""


def _build(scene: _Scene, wanted: Sequence[str | None] | None) -> Tower:
    at, view, selection = scene.chosen, scene.view, scene.selection
    hrefs = [view.at(i) for i in range(scene.length)]
    return Tower(
        shape=scene.shape,
        chosen=at,
        tokens=tuple(_tokens(scene)),
        rows=tuple(_row(scene, i) for i in range(len(scene.shape.bands))),
        answers=tuple(_answers(scene, wanted)),
        fans=fans(selection, scene.shape, at),
        pattern=looked(selection, scene.run, at, hrefs),
        firing=firing(selection, scene.fired, scene.run, at, hrefs),
        selected=name_of(selection, scene.run.draft),
        previous=hrefs[at - 1] if at else None,
        following=hrefs[at + 1] if at is not None and at + 1 < scene.length else None,
        unfinished=len(scene.run.runnable.left_out),
        trouble=scene.run.trouble,
        answering=scene.run.runnable.answers,
    )


def _tokens(scene: _Scene) -> Iterator[Token]:
    for i, text in enumerate(scene.run.tokens):
        yield Token(
            position=i,
            href=scene.view.at(i),
            text=text,
            colour=scene.colours[text],
            made=i >= scene.run.given,
            ring=scene.ring("token", i, None),
            numbered=scene.ring("position", i, None),
        )


def _row(scene: _Scene, index: int) -> Rising:
    bands = scene.shape.bands
    band, lane = bands[index], bands[index].lane
    last = index + 1 == len(bands) or bands[index + 1].layer != band.layer
    if lane is None:
        cells = tuple(Cell(i, "", None, "", "", False) for i in range(scene.length))
        key = f"{band.layer}-empty"
        return Rising(key, band.layer, band.first, last, False, "", "", (), 0, cells, False)
    by = tuple(_by(scene, author) for author in lane.authors)
    shown = (by if len(by) <= 2 else by[:1]) if lane.half == "heads" else ()
    return Rising(
        key=lane.key,
        layer=band.layer,
        first=band.first,
        last=last,
        tall=lane.tall,
        slot=lane.slot,
        half=lane.half,
        by=shown,
        more=len(by) - len(shown),
        cells=tuple(_cell(scene, lane, band, i) for i in range(scene.length)),
        selected=any(each.selected for each in by),
    )


def _by(scene: _Scene, author: Author) -> By:
    selected = scene.selection.place == author.place
    given = author.place[:4] in scene.given
    return By(author.name, scene.view.choose(author.place), selected, author.runs, given)


def _cell(scene: _Scene, lane: Lane, band: Band, position: int) -> Cell:
    authors = lane.authors
    if lane.half == "rules":
        authors = tuple(who for who in authors if _fires(scene.fired, who, position))
    places = [author.place for author in authors or lane.authors]
    selected = scene.selection.place
    return Cell(
        position=position,
        href=scene.view.at(position, selected if selected in places else places[0]),
        chip=lane.chips[position],
        ring=scene.ring(lane.slot, position, band),
        note=_fired_words(authors) if lane.half == "rules" else "",
        fired=lane.half == "rules" and selected in [author.place for author in authors],
    )


def _fires(amounts: dict[Place, Amounts], author: Author, position: int) -> bool:
    found = amounts.get(author.place)
    return found is not None and abs(float(found[position])) > EXACT


def _fired_words(authors: Sequence[Author]) -> str:
    if not authors:
        return ""
    first = authors[0].name
    return first if len(authors) == 1 else f"{first} + {len(authors) - 1}"


def _answers(scene: _Scene, wanted: Sequence[str | None] | None) -> Iterator[Answer]:
    runnable, trace = scene.run.runnable, scene.run.trace
    slot = runnable.program.outputs[0].slot
    held, labels = trace.streams[-1][slot], trace.slots[slot]
    for i in range(scene.length):
        top = argmax_labels(held[i].tolist(), labels) if runnable.answers else ()
        want = wanted[i] if wanted is not None and i < len(wanted) else None
        asked = want is not None if wanted is not None else scene.asked[i]
        right = len(top) == 1 and top[0] == want if want is not None else None
        words = _words(_given(top), want, asked, right)
        shown = _given(top)
        if len(top) > 1 and len(shown) > _ROOM[scene.shape.size]:
            shown = "?"
        yield Answer(i, scene.view.at(i), shown, want, asked, right, words)


def _given(top: tuple[str, ...]) -> str:
    if len(top) == 1:
        return top[0]
    return f"{top[0]} or {top[1]}?" if len(top) == 2 else "?"


def _words(given: str, wanted: str | None, asked: bool, right: bool | None) -> str:
    if not asked:
        return "not asked"
    said = f"says {given}" if not given.endswith("?") or given == "?" else f"undecided, {given}"
    said = "undecided" if given == "?" else said
    if wanted is None:
        return f"{said}, no wanted answer known"
    return f"{said}, right" if right else f"{said}, wrong: wanted {wanted}"


def _answer_labels(running: Run) -> tuple[str, ...]:
    """The labels an answer may have, where they are not tokens, which are on show anyway."""
    traced = running.trace
    slot = running.runnable.program.outputs[0].slot
    return () if traced.slots[slot] == traced.slots["token"] else traced.slots[slot]


def _chosen(position: int | None, asked: Sequence[bool]) -> int | None:
    """The position the address names if there is one, else the last that is scored."""
    if position is not None and position < len(asked):
        return position
    scored = [i for i, each in enumerate(asked) if each]
    return scored[-1] if scored else len(asked) - 1 if asked else None
