"""The reading line: a program computes half a layer at a time, and this is how far it has come.

Below the line everything is on show, above it nothing has been computed yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.web.address import View
from app.web.floors import Lane


@dataclass(frozen=True, slots=True)
class Level:
    """A height of the line. `stop` where something changes, so that a step ends there."""

    number: int
    words: str
    stop: bool


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Where the line is: `shown` half-layers of `total`. `fields` is the rest of the address."""

    shown: int
    total: int
    levels: tuple[Level, ...]
    down: str
    up: str
    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """What has just been computed."""
        return self.levels[self.shown].words


def reading_line(layers: Sequence[Sequence[Lane]], view: View) -> ReadingLine:
    """The line over layers' lanes, the bottom layer's first."""
    total = 2 * len(layers)
    shown = total if view.look.line is None else min(view.look.line, total)
    levels = tuple(_levels(layers))
    stops = [level.number for level in levels if level.stop]
    below = max((at for at in stops if at < shown), default=0)
    beyond = min((at for at in stops if at > shown), default=total)
    kept = tuple((name, value) for name, value in view.fields.items() if name != "at")
    return ReadingLine(
        shown, total, levels, _at(view, below, total), _at(view, beyond, total), view.path, kept
    )


def _at(view: View, line: int, total: int) -> str:
    return replace(view, look=replace(view.look, line=line).within(total)).address


def _levels(layers: Sequence[Sequence[Lane]]) -> Iterator[Level]:
    yield Level(0, "only the tokens are there", True)
    top = 2 * len(layers)
    for i, lanes in enumerate(layers):
        for half in ("heads", "rules"):
            number = 2 * i + (1 if half == "heads" else 2)
            theirs = [lane for lane in lanes if lane.half == half]
            slots = [lane.slot for lane in theirs if lane.slot]
            words = f"layer {i + 1}: {_wrote(half, slots)}"
            if number == top:
                words = f"{words}, and the answers are given" if slots else "the answers are given"
            yield Level(number, words, bool(theirs) or number == top)


def _wrote(half: str, slots: Sequence[str]) -> str:
    return f"{half} have written {_list(slots)}" if slots else f"{half} have nothing to write"


def _list(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
