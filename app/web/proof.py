"""The page on which a puzzle is proved impossible, put together for the template in one value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.gaps.exam import Seat
from app.gaps.proofs.attempt import Ruling
from app.gaps.proofs.lemmas import LEMMAS, Lemma
from app.packs.model import Chapter, Example, Puzzle
from app.packs.text import render
from app.play.cards import Card
from app.web.address import View
from app.web.cards import anchor
from app.web.prose import sentence
from app.web.proving import NEEDS, Typed
from app.web.sequence import join
from app.web.task import NAMES, Bead, ExampleRow, beads, sees
from app.web.worlds import Worlds, worlds

EXAMPLES = 3
"""Examples shown again: enough to remember the task by."""

SCOPE = (
    "This is a proof: it holds for every program within this puzzle’s budget and setting, whoever "
    "writes it, with numbers taken as exact. It claims nothing beyond them, and nothing about "
    "models that work in another way."
)


_ATTENTION = {"causal": "a causal mask", "bidirectional": "every position seeing every other"}
_POSITIONS = {"absolute": "positions to be read", "none": "no positions to be read"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A lemma on offer. `need` names the fields it is applied to, `gives` what to put there."""

    name: str
    title: str
    statement: Markup
    hypotheses: tuple[Markup, ...]
    gives: Markup
    source: str
    need: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing the attempt needs, ticked or crossed."""

    name: str
    holds: bool
    sentence: Markup


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ruling as it is told."""

    accepted: bool
    sentence: Markup
    ticks: tuple[Tick, ...]
    worlds: Worlds | None
    killer: Worlds | None = None

    @property
    def failing(self) -> int:
        """How many parts do not hold."""
        return sum(not tick.holds for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class Earned:
    """A gap card that the proof has opened."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Reward:
    """What comes of an accepted proof."""

    lesson: Markup
    following: Puzzle | None
    twin: Puzzle | None
    apart: str
    cards: tuple[Earned, ...]


@dataclass(frozen=True, slots=True)
class Proving:
    """The page. `done` tells whether the puzzle is proved impossible, now or before."""

    puzzle: Puzzle
    chapter: Chapter
    path: str
    task: Markup
    examples: tuple[ExampleRow, ...]
    limits: tuple[tuple[str, int], ...]
    sees: tuple[str, ...]
    choices: tuple[Choice, ...]
    typed: Typed
    outcome: Outcome | None
    reward: Reward | None
    done: bool

    @property
    def sample(self) -> str:
        """A sequence as one is typed."""
        return join(self.puzzle.examples[0].tokens) if self.puzzle.examples else ""

    @property
    def first_wrong(self) -> str:
        """The field to be mended first."""
        return next(iter(self.typed.errors), "")


def proving(
    puzzle: Puzzle,
    chapter: Chapter,
    typed: Typed,
    outcome: Outcome | None,
    reward: Reward | None,
    done: bool,
) -> Proving:
    """The page of a puzzle, with what was typed and what came of it."""
    return Proving(
        puzzle=puzzle,
        chapter=chapter,
        path=f"/p/{puzzle.path}",
        task=Markup(render(puzzle.task)),  # noqa: S704 - sanitised by the renderer
        examples=tuple(_examples(puzzle)),
        limits=tuple(_limits(puzzle)),
        sees=sees(puzzle),
        choices=tuple(_choice(lemma, typed.text("lemma")) for lemma in LEMMAS),
        typed=typed,
        outcome=outcome,
        reward=reward,
        done=done,
    )


def outcome(puzzle: Puzzle, ruling: Ruling, killer: Sequence[Seat] | None = None) -> Outcome:
    """A ruling, and two sequences that the player's own draft cannot tell apart."""
    return Outcome(
        accepted=ruling.accepted,
        sentence=sentence(ruling.sentence),
        ticks=tuple(Tick(p.name, p.holds, sentence(p.sentence)) for p in ruling.parts),
        worlds=_worlds(puzzle, ruling.seats),
        killer=_worlds(puzzle, killer or ()),
    )


def reward(
    puzzle: Puzzle, following: Puzzle | None, twin: Puzzle | None, cards: Sequence[Card]
) -> Reward:
    """What an accepted proof brings."""
    return Reward(
        lesson=Markup(render(puzzle.lesson)),  # noqa: S704 - sanitised by the renderer
        following=following,
        twin=twin,
        apart="" if twin is None else _apart(puzzle, twin),
        cards=tuple(Earned(c.gap.title, f"/gaps#{anchor(c.pack, c.gap)}") for c in cards),
    )


def _choice(lemma: Lemma, chosen: str) -> Choice:
    return Choice(
        name=lemma.name,
        title=lemma.title,
        statement=sentence(lemma.statement),
        hypotheses=tuple(map(sentence, lemma.hypotheses)),
        gives=sentence(lemma.gives),
        source=lemma.source,
        need=NEEDS[lemma.name],
        chosen=lemma.name == chosen,
    )


def _worlds(puzzle: Puzzle, seats: Sequence[Seat]) -> Worlds | None:
    if not seats:
        return None
    return worlds(seats, puzzle.setting, puzzle.exam.labels, View(f"/p/{puzzle.path}"))


def _examples(puzzle: Puzzle) -> Iterator[ExampleRow]:
    for number, example in enumerate(puzzle.examples[:EXAMPLES], 1):
        tokens = beads(example.tokens, puzzle.setting.tokens)
        yield ExampleRow(number, "", tokens, tuple(_wanted(puzzle, example)), False, "")


def _wanted(puzzle: Puzzle, example: Example) -> Iterator[Bead | None]:
    for want in example.wanted:
        yield None if want is None else beads((want,), puzzle.output)[0]


def _limits(puzzle: Puzzle) -> Iterator[tuple[str, int]]:
    for name, limit in puzzle.allowance.budget.items():
        yield NAMES[name], limit
    for number, limits in enumerate(puzzle.allowance.per_layer, 1):
        for name, limit in limits.items():
            yield f"{NAMES[name]} in layer {number}", limit


def _apart(puzzle: Puzzle, twin: Puzzle) -> str:
    """What the twin has that this puzzle has not, where that is soon said."""
    here, there = dict(_limits(puzzle)), dict(_limits(twin))
    changed = [name for name in there if name in here and here[name] != there[name]]
    told = [f"{_count(name, there[name])} instead of {here[name]:,}" for name in changed]
    if puzzle.setting.attention != twin.setting.attention:
        told.append(_ATTENTION[twin.setting.attention])
    if puzzle.setting.positions != twin.setting.positions:
        told.append(_POSITIONS[twin.setting.positions])
    return " and ".join(told)


def _count(name: str, limit: int) -> str:
    """`2 heads`, `1 head`, `1 head in layer 2`; a width is no number of things."""
    what, inside, where = name.partition(" in ")
    if limit == 1 and what.endswith("s"):
        what = what.removesuffix("s")
    return (
        f"{what} {limit:,}{inside}{where}"
        if "width" in what
        else f"{limit:,} {what}{inside}{where}"
    )
