"""The task panel: examples ticked or crossed, the budget as meters, and the rules of the place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.errors import TooLarge
from app.language.allowance import CostName
from app.language.cost import cost, layer_costs
from app.language.program import Program
from app.language.setting import Setting
from app.packs.judge import ticks
from app.packs.model import Example, Puzzle
from app.web.address import View
from app.web.chips import colours
from app.web.running import runnable

MOST_BOXES = 10
"""Budgets up to this are drawn as boxes to fill; larger ones as a bar."""
BAR = 120
"""Length of a budget's bar in pixels."""

NAMES: Mapping[CostName, str] = {
    "layers": "layers",
    "heads": "heads",
    "terms": "terms",
    "neurons": "neurons",
    "width": "width",
    "value_width": "value width",
    "key_width": "key width",
    "parameters": "parameters",
}

_OWN = {
    "concepts": "concepts of your own",
    "relations": "relations of your own",
    "spaces": "spaces of your own",
    "rules": "rules of your own",
    "heads": "heads of your own",
    "averaging heads": "heads that average",
    "amounts": "conditions on amounts",
    "wide values": "copying more than one label",
}


@dataclass(frozen=True, slots=True)
class Bead:
    """A token or label drawn small."""

    text: str
    colour: int


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A shown example. `state` is "right", "wrong", or "" while the draft does not run."""

    number: int
    href: str
    tokens: tuple[Bead, ...]
    wanted: tuple[Bead | None, ...]
    current: bool
    state: str

    @property
    def single(self) -> Bead | None:
        """The one wanted answer, where only one is."""
        asked = [bead for bead in self.wanted if bead is not None]
        return asked[0] if len(asked) == 1 and self.wanted[-1] is not None else None

    @property
    def paired(self) -> bool:
        """Whether each token has its own place for a wanted answer, so that they can be piled."""
        return len(self.tokens) == len(self.wanted)


@dataclass(frozen=True, slots=True)
class Meter:
    """One bounded cost. `boxes` are "on", "off" or "over"; a long bar has `filled` pixels."""

    name: str
    used: int
    limit: int
    boxes: tuple[str, ...]
    filled: int
    words: str
    over: bool


def examples(puzzle: Puzzle, program: Program, view: View) -> tuple[ExampleRow, ...]:
    """The shown examples as a table."""
    states = example_states(puzzle, program)
    shown = view.example if view.sequence is None else -1
    return tuple(
        ExampleRow(
            number=i + 1,
            href=view.load(i),
            tokens=beads(example.tokens, puzzle.setting.tokens),
            wanted=_wanted(example, puzzle.output),
            current=i == shown,
            state=states[i],
        )
        for i, example in enumerate(puzzle.examples)
    )


def example_states(puzzle: Puzzle, program: Program) -> tuple[str, ...]:
    """ "right" or "wrong" for each example; "" throughout while the draft is unfinished."""
    ready = runnable(program, puzzle.setting)
    if ready.left_out or not ready.answers or not puzzle.examples:
        return ("",) * len(puzzle.examples)
    try:
        return tuple("right" if tick else "wrong" for tick in ticks(puzzle, program))
    except TooLarge:
        return ("",) * len(puzzle.examples)


def beads(tokens: Sequence[str], labels: Sequence[str]) -> tuple[Bead, ...]:
    """Tokens with their colours in a space."""
    entry = dict(zip(labels, colours(labels), strict=True))
    return tuple(Bead(token, entry.get(token, 0)) for token in tokens)


def meters(puzzle: Puzzle, program: Program) -> tuple[Meter, ...]:
    """Every bounded cost: those of the whole program, then those of single layers."""
    return (*_whole(puzzle, program), *_layers(puzzle, program))


def sees(puzzle: Puzzle) -> tuple[str, ...]:
    """What is visible to whom, and what is forbidden, a sentence each."""
    return tuple(_sees(puzzle.setting, puzzle))


def _wanted(example: Example, labels: Sequence[str]) -> tuple[Bead | None, ...]:
    entry = dict(zip(labels, colours(labels), strict=True))
    return tuple(
        None if want is None else Bead(want, entry.get(want, 0)) for want in example.wanted
    )


def _whole(puzzle: Puzzle, program: Program) -> Iterator[Meter]:
    used = cost(program, puzzle.setting, puzzle.allowance.given)
    # Par would tell that a puzzle can be built, where the player is to decide that.
    par = puzzle.par if puzzle.goal == "build" else {}
    for name, limit in puzzle.allowance.budget.items():
        yield _meter(NAMES[name], getattr(used, name), limit, par.get(name))


def _layers(puzzle: Puzzle, program: Program) -> Iterator[Meter]:
    costs = layer_costs(program, puzzle.setting, puzzle.allowance.given)
    for i, limits in enumerate(puzzle.allowance.per_layer):
        for name, limit in limits.items():
            used = getattr(costs[i], name) if i < len(costs) else 0
            yield _meter(f"{NAMES[name]} in layer {i + 1}", used, limit)


def _meter(name: str, used: int, limit: int, par: int | None = None) -> Meter:
    over = used > limit
    boxes: tuple[str, ...] = ()
    if max(used, limit) <= MOST_BOXES:
        within = min(used, limit)
        boxes = ("on",) * within + ("off",) * (limit - within) + ("over",) * max(0, used - limit)
    filled = round(BAR * min(1.0, used / limit)) if limit else BAR * over
    words = f"{used:,} of {limit:,}" if limit else "none allowed"
    if par is not None and par < limit:
        words += f", par {par:,}"
    if over:
        words = f"{used - limit:,} over the {limit:,} allowed"
    return Meter(name, used, limit, boxes, filled, words, over)


def _sees(setting: Setting, puzzle: Puzzle) -> Iterator[str]:
    if setting.attention == "causal":
        yield "Causal: each position sees itself and what came before."
    else:
        yield "Both ways: every position sees every other."
    if setting.positions == "none":
        yield "No positions here: order itself is invisible."
    if setting.mode == "soft":
        yield f"Soft attention, sharpness {setting.sharpness:g}: nothing is looked at wholly."
    if setting.generate is not None:
        yield "The answer at the end is appended and the program runs again."
    if "terms" in puzzle.allowance.budget:
        yield "A term is a condition, an amount or a copy; a comparison of two slots is two."
    if puzzle.allowance.given is not None:
        free = ", and their heads and rules cost nothing" if puzzle.allowance.given.free else ""
        yield f"Steps marked as given stay as they are{free}."
    if puzzle.allowance.sealed:
        yield f"Sealed, for given steps only: {', '.join(sorted(puzzle.allowance.sealed))}."
    if puzzle.allowance.forbidden:
        barred = sorted(_OWN.get(one, one) for one in puzzle.allowance.forbidden)
        yield f"Not allowed here: {', '.join(barred)}."
