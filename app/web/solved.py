"""What a solved puzzle opens: where one stands, the author's way beside one's own, what is next.

Every picture here is also a table, and every sign also a word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from math import ceil

from markupsafe import Markup

from app.language.program import Program
from app.language.show import show
from app.packs.judge import Verdict
from app.packs.model import Puzzle, Solution
from app.play import records, standing
from app.play.digest import bare
from app.play.game import Game
from app.play.standing import FEWEST, Combination, Dare, Spread, Standing
from app.settings import ShowSolutions
from app.web.address import View
from app.web.prose import sentence

MOST_BARS, MOST_RANGES = 10, 6
"""Bars of one chart, for single values and, where there are more of those, for ranges of them."""
FRONTIER = 3
"""Unbeaten combinations that are named; there may be more."""

_BAR, _TALL, _TOP, _FOOT = 18, 64, 32, 20
_ONE: Mapping[str, str] = {"layers": "layer", "heads": "head", "neurons": "neuron"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart in pixels: how many players have this value, or one of these."""

    label: str
    players: int
    yours: bool
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        """Where its labels are centred."""
        return self.x + _BAR // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """How the players are spread over one cost, as a picture and as a table."""

    name: str
    bars: tuple[Bar, ...]
    words: str
    width: int
    height: int = _TOP + _TALL + _FOOT
    base: int = _TOP + _TALL
    bar: int = _BAR


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a listing. `sign` is +, - or a space: only the author's, only yours, or both."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Your program and an author's, in canonical text without comments."""

    title: str
    say: Markup
    yours: tuple[Line, ...]
    theirs: tuple[Line, ...]

    @property
    def same(self) -> bool:
        """Whether there is no difference at all."""
        return all(line.sign == " " for line in (*self.yours, *self.theirs))


@dataclass(frozen=True, slots=True)
class Shown:
    """Another of the author's solutions, as it was written."""

    title: str
    say: Markup
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The addresses of the tower's picture, and the name to keep it under."""

    light: str
    dark: str
    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a solution's place; `closed` says why the author's may not be seen."""

    costs: Mapping[str, int]
    standing: Standing
    dare: Dare | None
    closed: str


@dataclass(frozen=True, slots=True)
class Solved:
    """All of it. `closed` says why no solution of the author's is shown, where none may be."""

    dare: str
    crowd: str
    frontier: tuple[str, ...]
    charts: tuple[Chart, ...]
    beside: Beside | None
    others: tuple[Shown, ...]
    closed: str
    link: str
    picture: Picture


def opened(game: Game, player: str, puzzle: Puzzle, verdict: Verdict | None) -> Opened | None:
    """What a verdict opens, if it is that of a solution."""
    if verdict is None or not verdict.solved:
        return None
    among, costs = standing.standing(game, player, puzzle), verdict.cost.as_json()
    within = verdict.status == "solved"
    dare = standing.dare(game, puzzle, costs, among) if within else None
    closed = "" if records.solutions_open(game) else _closed(game.show_solutions)
    return Opened(costs, among, dare, closed)


def solved(puzzle: Puzzle, program: Program, of: Opened, at: View) -> Solved:
    """What a solution opens, with a view `at` that names the sequence and position on show."""
    among = of.standing
    shown = () if of.closed else puzzle.solutions
    return Solved(
        dare=_dared(of.dare) if of.dare is not None else "",
        crowd=_crowd(among.solvers),
        frontier=tuple(_unbeaten(each, of.costs) for each in among.frontier[:FRONTIER]),
        charts=tuple(map(_chart, among.spreads)) if among.solvers >= FEWEST else (),
        beside=_beside(program, shown[0]) if shown else None,
        others=tuple(_other(each) for each in shown[1:]),
        closed=of.closed if puzzle.solutions else "",
        link=View(at.path, sequence=at.sequence, position=at.position).address,
        picture=picture(puzzle, at),
    )


def _closed(rule: ShowSolutions) -> str:
    """Why no solution is shown, in a sentence; for a host who does not let them be seen now."""
    if isinstance(rule, date):
        day = f"{rule.day} {rule:%B %Y}"
        return f"The author’s solution is shown here from {day} on. Your host has set that day."
    return "Your host has chosen not to show the author’s solutions on this server."


def picture(puzzle: Puzzle, at: View) -> Picture:
    """The addresses of a picture of one's own tower as it is on show."""
    clean = View(at.path, sequence=at.sequence, position=at.position, step=at.step)
    light = f"{clean.path}/tower.svg{clean.query}"
    return Picture(light, f"{light}{'&' if '?' in light else '?'}theme=dark", puzzle.slug)


def _crowd(solvers: int) -> str:
    if solvers < FEWEST:
        who = "You are the only one" if solvers <= 1 else "Two players"
        verb = "who has" if solvers <= 1 else "have"
        return (
            f"{who} {verb} solved this puzzle on this server so far. With {FEWEST} or more, "
            "this is where you see how their costs compare."
        )
    return (
        f"{solvers:,} players have solved this puzzle on this server. In each chart a player "
        "counts once, with the least they have needed of that cost."
    )


def _unbeaten(it: Combination, yours: Mapping[str, int]) -> str:
    costs = ", ".join(counted(it.costs[cost], cost) for cost in it.costs)
    who = "one player has" if it.players == 1 else f"{it.players:,} players have"
    if all(yours[cost] == amount for cost, amount in it.costs.items()):
        alone = it.players == 1
        who = "you alone have" if alone else f"{it.players:,} players, you among them, have"
    return f"{costs}: {who} solved it so."


def counted(amount: int, cost: str) -> str:
    """`1 head`, `2 heads`, `width 12`."""
    if cost not in _ONE:
        return f"{cost} {amount:,}"
    return f"{amount:,} {_ONE[cost] if amount == 1 else cost}"


def _dared(it: Dare) -> str:
    asked = f"Can it be done with one {_ONE[it.cost]} fewer?"
    if not it.players:
        return f"{asked} Nobody here has, and it may be impossible."
    who = "One player here has" if it.players == 1 else f"{it.players:,} players here have"
    return f"{asked} {who}."


def _chart(it: Spread) -> Chart:
    groups = list(_groups(list(it.players)))
    counts = [sum(it.players.get(value, 0) for value in group) for group in groups]
    labels = [_range(group) for group in groups]
    pitch = 30 if max(map(len, labels)) <= 3 else 50
    bars = []
    for i, (group, players) in enumerate(zip(groups, counts, strict=True)):
        height = max(2, round(_TALL * players / max(counts))) if players else 0
        x = i * pitch + (pitch - _BAR) // 2
        bars.append(Bar(labels[i], players, it.yours in group, x, _TOP + _TALL - height, height))
    return Chart(it.cost, tuple(bars), _spread_words(it), len(groups) * pitch)


def _range(group: range) -> str:
    return f"{group[0]}" if len(group) == 1 else f"{group[0]}–{group[-1]}"


def _groups(values: Sequence[int]) -> Iterator[range]:
    """Every whole number between the least and the most, as few together as fit."""
    low, high = min(values), max(values)
    values_between = high - low + 1
    size = 1 if values_between <= MOST_BARS else ceil(values_between / MOST_RANGES)
    for start in range(low, high + 1, size):
        yield range(start, start + size)


def _spread_words(it: Spread) -> str:
    if it.yours is None:
        return ""
    fewer = sum(n for value, n in it.players.items() if value < it.yours)
    same = it.players[it.yours] - 1
    more = sum(n for value, n in it.players.items() if value > it.yours)
    less = f"{fewer:,} have" if fewer > 1 else "one has" if fewer else "nobody has"
    return f"Your least is {it.yours:,}: {less} less, {same:,} the same, {more:,} more."


def _beside(program: Program, solution: Solution) -> Beside:
    yours, theirs = _lines(program), _lines(solution.program)
    left: list[Line] = []
    right: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, yours, theirs, autojunk=False).get_opcodes():
        same = tag == "equal"
        left += [Line(" " if same else "-", text) for text in yours[a:b]]
        right += [Line(" " if same else "+", text) for text in theirs[c:d]]
    return Beside(solution.title, sentence(solution.say), tuple(left), tuple(right))


def _lines(program: Program) -> list[str]:
    return show(bare(program)).splitlines()


def _other(solution: Solution) -> Shown:
    return Shown(solution.title, sentence(solution.say), solution.text.strip())
