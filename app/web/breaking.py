"""The page on which a program is broken, put together for the template in one value."""

from dataclasses import dataclass

from markupsafe import Markup

from app.packs.judge import wanted_for
from app.packs.model import Broken, Chapter, Puzzle
from app.packs.text import render, render_line
from app.packs.words import count
from app.play.breaking import Trial
from app.web import task as tasks
from app.web.address import View
from app.web.proof import Reward
from app.web.prose import sentence
from app.web.sequence import Own, join
from app.web.tower import Tower, tower


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sequence. `over` tells that a shorter one breaks the program as well."""

    breaks: bool
    headline: str
    sentence: Markup
    over: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What the page needs to know besides the puzzle; `best` is the player's shortest, if any."""

    chapter: Chapter
    hints: int
    best: int | None
    reward: Reward | None


@dataclass(frozen=True, slots=True)
class Breaking:
    """The page."""

    puzzle: Puzzle
    chapter: Chapter
    view: View
    task: Markup
    examples: tuple[tasks.ExampleRow, ...]
    sees: tuple[str, ...]
    source: str
    tower: Tower
    sequence: str
    own: Own
    outcome: Outcome | None
    standing: str
    hints: tuple[Markup, ...]
    more_hints: bool
    reward: Reward | None

    @property
    def said(self) -> str:
        """The outcome for those who listen."""
        return "" if self.outcome is None else self.outcome.headline


def breaking(
    puzzle: Puzzle,
    broken: Broken,
    view: View,
    typed: Own,
    tokens: tuple[str, ...],
    found: Trial | None,
    around: Around,
) -> Breaking:
    """The page with a sequence in the tower, and what came of it if it was tried."""
    wanted = wanted_for(puzzle, tokens)
    asked = [want is not None for want in wanted or ()]
    hints = tuple(Markup(render_line(hint)) for hint in puzzle.hints[: around.hints])  # noqa: S704
    return Breaking(
        puzzle=puzzle,
        chapter=around.chapter,
        view=view,
        task=Markup(render(puzzle.task)),  # noqa: S704 - sanitised by the renderer
        examples=tasks.examples(puzzle, broken.program, view),
        sees=tasks.sees(puzzle),
        source=broken.text.strip(),
        tower=tower(broken.program, puzzle.setting, tokens, view, wanted, asked),
        sequence=join(tokens),
        own=typed,
        outcome=None if found is None else outcome(puzzle, broken, found),
        standing=_standing(broken, around.best),
        hints=hints,
        more_hints=around.hints < len(puzzle.hints),
        reward=around.reward if found is not None and found.breaks else None,
    )


def outcome(puzzle: Puzzle, broken: Broken, found: Trial) -> Outcome:
    """What came of a sequence, in words. The shortest length is told once the program is broken."""
    if found.position is None:
        return Outcome(False, "It holds", sentence(_held(found)), over=False)
    gave = "its answer is undecided" if found.given is None else f"it says `{found.given}`"
    at = f"At position {found.position} (`{found.tokens[found.position]}`) {gave}"
    size = count(found.length, "token")
    least = f"every sequence of up to {count(puzzle.cases.small_length, 'token')} was tried"
    over = found.length > broken.shortest
    end = f"No shorter one does it; {least}." if not over else _shorter(broken, least)
    told = sentence(f"{at}; `{found.wanted}` is wanted. That took {size}. {end}")
    return Outcome(True, "Broken" if over else "Broken, within par", told, over)


def _held(found: Trial) -> str:
    if not found.asked:
        return "Nothing is asked anywhere in this sequence, so nothing can be wrong."
    where = "the one position that is" if found.asked == 1 else f"all {found.asked} positions"
    return f"The program is right at {where} asked here. That says nothing about other sequences."


def _shorter(broken: Broken, least: str) -> str:
    size = count(broken.shortest, "token")
    return f"The shortest sequence that does it has {size}; {least}."


def _standing(broken: Broken, best: int | None) -> str:
    if best is None:
        return ""
    size = count(best, "token")
    end = "the shortest there is" if best <= broken.shortest else "there is a shorter one"
    return f"You have broken it with {size}: {end}."
