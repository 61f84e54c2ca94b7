"""The tower: one sequence rising through a draft, ready for the template.

Columns are positions. From the bottom up stand the tokens, then each layer with a lane for every
slot its heads and then its rules write, then the answers, given and wanted.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.language.program import Place, Program
from app.language.setting import Setting
from app.web.address import View
from app.web.answers import Answer, answer_labels, answers
from app.web.arcs import Fan
from app.web.chips import EXACT, colours
from app.web.columns import LONG, Columns, around, whole
from app.web.floors import Amounts, Author, Lane, activations, lanes, painter
from app.web.geometry import GRIDS, Band, Shape, shape, size_for
from app.web.look import Look
from app.web.pattern import Fired, Pattern
from app.web.reading import ReadingLine, reading_line
from app.web.rising import By, Cell, Rising, Skip, Token
from app.web.running import CELLS, Run, height, run
from app.web.selected import fans, firing, looked, name_of, select, watched
from app.web.way import way

__all__ = ["Answer", "Cell", "Rising", "Token", "Tower", "tower"]


_MANY = 5
"""Columns that folding must save for it to be offered."""


@dataclass(frozen=True, slots=True)
class Tower:
    """All of it. `chosen` is None only for an empty sequence.

    `skips` are the folded columns, by the position that follows them. `step` is the level at which
    the selected step has run, 0 for none. `folding` are the ways to see less or more of it.
    """

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
    line: ReadingLine
    skips: dict[int, Skip]
    step: int
    folding: tuple[tuple[str, str, str], ...]

    @property
    def edge(self) -> str:
        """The topmost row below the reading line, which is drawn there; "" for the tokens."""
        below = (row.key for row in self.rows if row.level <= self.line.shown)
        return next(below, "")

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
        self.run, self.given = running, given
        self.colours = dict(zip(setting.tokens, colours(setting.tokens), strict=True))
        self.length = len(running.tokens)
        self.asked = [*asked, *([True] * self.length)][: self.length]
        self.chosen = _chosen(view.position, self.asked)
        self.selection = select(running, view.step, self.chosen)
        self.layers = range(0 if running.trouble else len(running.draft.layers))
        self.view = replace(view, look=view.look.within(2 * len(self.layers)))
        self.columns = self._columns()
        size = size_for(len(self.columns.runs), [*running.tokens, *answer_labels(running)])
        paint = painter(running.runnable.program, setting, GRIDS[size].chip)
        self.lanes = [lanes(running, paint, i, self.columns.shown) for i in self.layers]
        self.folded = self._folded()
        self.shape = shape(self.lanes, size, self.columns, self.folded)
        self.fired: dict[Place, Amounts] = {}
        for i in self.layers:
            self.fired.update(activations(running, i))

    def _columns(self) -> Columns:
        """All columns, or those around what matters where there are too many to read or draw."""
        look, matter = self.view.look, watched(self.selection, self.chosen)
        lanes = height(self.run.draft) if self.layers else 0
        drawn = self.length * lanes <= CELLS
        if drawn and (look.columns == "all" or (not look.columns and self.length <= LONG)):
            return whole(self.length)
        wanted = around(self.length, matter, look.opened)
        return wanted if len(wanted.runs) * lanes <= CELLS else around(self.length, matter)

    def _folded(self) -> frozenset[int]:
        look = self.view.look
        if not look.way:
            return frozenset(look.folded) & frozenset(self.layers)
        if self.chosen is None or not self.run.runnable.answers:
            return frozenset()
        return frozenset(self.layers) - way(self.run, self.chosen)

    def look(self, look: Look) -> str:
        """The address that shows more or less of the same."""
        return replace(self.view, look=look).address

    def ring(self, slot: str, position: int, band: Band | None) -> str:
        """How the selected step marks a cell; `band` None is the row of tokens."""
        ring, level = self.selection.rings.get((slot, position), ("", 0))
        return ring if ring and self.shape.find(slot, position, level) is band else ""


def _build(scene: _Scene, wanted: Sequence[str | None] | None) -> Tower:
    at, selection = scene.chosen, scene.selection
    hrefs = [scene.view.at(i) for i in range(scene.length)]
    shown = {i: hrefs[i] for i in scene.columns.shown}
    return Tower(
        shape=scene.shape,
        chosen=at,
        tokens=tuple(_tokens(scene)),
        rows=tuple(_row(scene, i) for i in range(len(scene.shape.bands))),
        answers=tuple(answers(scene.run, shown, wanted, scene.asked, scene.shape.size)),
        fans=fans(selection, scene.shape, at),
        pattern=looked(selection, scene.run, at, hrefs),
        firing=firing(selection, scene.fired, scene.run, at, hrefs),
        selected=name_of(selection, scene.run.draft),
        previous=hrefs[at - 1] if at else None,
        following=hrefs[at + 1] if at is not None and at + 1 < scene.length else None,
        unfinished=len(scene.run.runnable.left_out),
        trouble=scene.run.trouble,
        answering=scene.run.runnable.answers,
        line=reading_line(scene.lanes, scene.view),
        skips={run.stop: _skip(scene, run) for run in scene.columns.folded},
        step=_step(scene),
        folding=tuple(_folding(scene)),
    )


def _step(scene: _Scene) -> int:
    place = scene.selection.place
    return 2 * scene.selection.layer + (2 if "mlps" in place else 1) if place else 0


def _skip(scene: _Scene, run: range) -> Skip:
    look = scene.view.look
    opened = tuple(sorted({*look.opened, run.start}))
    return Skip(len(run), run.start, run.stop - 1, scene.look(replace(look, opened=opened)))


def _folding(scene: _Scene) -> Iterator[tuple[str, str, str]]:
    """(id, words, address) of what folds or unfolds many layers or columns at once."""
    look = scene.view.look
    if len(scene.layers) > 1 and not look.way and scene.chosen is not None:
        words = f"Only layers on the way to position {scene.chosen}"
        yield "fold-way", words, scene.look(replace(look, way=True, folded=()))
    if scene.folded or look.way:
        yield "fold-none", "Unfold all layers", scene.look(look.fold(()))
    few, least = replace(look, columns="few", opened=()), len(around(scene.length, ()).runs)
    if scene.columns.folded:
        if scene.length * height(scene.run.draft) <= CELLS:
            every = replace(look, columns="all", opened=())
            yield "cols-all", f"All {scene.length} columns", scene.look(every)
    elif scene.length > least + _MANY:
        yield "cols-few", "Only columns that matter here", scene.look(few)


def _tokens(scene: _Scene) -> Iterator[Token]:
    for i in scene.columns.shown:
        text = scene.run.tokens[i]
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
    band, look = bands[index], scene.view.look
    row = Rising(
        key=f"{band.layer}-{'strip' if band.strip else 'empty'}",
        layer=band.layer,
        first=band.first,
        last=index + 1 == len(bands) or bands[index + 1].layer != band.layer,
        level=band.level + 1,
        fold=scene.look(look.fold(scene.folded ^ {band.layer})) if band.first else "",
        gap=band.gap,
    )
    if band.strip:
        return _strip(scene, row, band)
    if band.lane is None:
        return replace(row, cells=tuple(Cell(i) for i in scene.columns.shown))
    return _lane(scene, row, band, band.lane)


def _strip(scene: _Scene, row: Rising, band: Band) -> Rising:
    """A folded layer: what it writes, and a mark at each position where it wrote."""
    slots = dict.fromkeys(lane.slot for lane in reversed(band.within) if lane.slot)
    places = {author.place for lane in band.within for author in lane.authors}
    return replace(
        row,
        strip=True,
        writes=", ".join(slots),
        cells=tuple(
            Cell(i, wrote=any(lane.chips[i] is not None for lane in band.within))
            for i in scene.columns.shown
        ),
        selected=scene.selection.place in places,
    )


def _lane(scene: _Scene, row: Rising, band: Band, lane: Lane) -> Rising:
    by = tuple(_by(scene, author) for author in lane.authors)
    shown = (by if len(by) <= 2 else by[:1]) if lane.half == "heads" else ()
    return replace(
        row,
        key=lane.key,
        tall=lane.tall,
        slot=lane.slot,
        half=lane.half,
        by=shown,
        more=len(by) - len(shown),
        cells=tuple(_cell(scene, lane, band, i) for i in scene.columns.shown),
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


def _chosen(position: int | None, asked: Sequence[bool]) -> int | None:
    """The position the address names if there is one, else the last that is scored."""
    if position is not None and position < len(asked):
        return position
    scored = [i for i, each in enumerate(asked) if each]
    return scored[-1] if scored else len(asked) - 1 if asked else None
