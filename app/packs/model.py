"""A pack, its chapters and its puzzles, as everything outside the loader sees them.

All of it is frozen. The cases of a puzzle are read from their file when they are first needed;
everything else is there from the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from app.errors import GameError, Missing
from app.gaps.exam import Exam
from app.gaps.proofs.attempt import Attempt
from app.language.allowance import Allowance, CostName
from app.language.program import Program
from app.language.setting import Setting
from app.packs.cases import Cases, read_cases
from app.packs.examine import exam_of
from app.packs.shape import Feature, Goal, Scored, Status

Standing = Literal["read", "reported"]


class BadPack(GameError):
    """A pack that cannot be used; its message is one sentence naming the file and the field."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


@dataclass(frozen=True)
class Citation:
    """A source, exactly what it says, and where it is.

    `standing`: `read` where the author of the card read that in the source itself, its abstract
    at least; `reported` where another text says that the source says so.
    """

    text: str
    claim: str
    url: str | None = None
    standing: Standing = "read"


@dataclass(frozen=True)
class Gap:
    """Something that a transformer cannot know or do, and the failure of real models behind it.

    `meaning` says what it is, `failure` what it explains; both are markdown.
    """

    slug: str
    title: str
    meaning: str
    failure: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Example:
    """A shown sequence and its answers: one label a position, None where nothing is scored."""

    tokens: tuple[str, ...]
    wanted: tuple[str | None, ...]


@dataclass(frozen=True)
class Solution:
    """A program that solves the puzzle. `text` is without its header."""

    name: str
    title: str
    say: str
    program: Program
    text: str


@dataclass(frozen=True)
class Wrong:
    """A tempting program, the first sequence it gets wrong, and what to say about it."""

    name: str
    program: Program
    text: str
    why: str
    fails: tuple[str, ...]
    say: str


@dataclass(frozen=True)
class Spare:
    """A step of par, as the proof names it, that may go without harm, and the reason."""

    step: str
    reason: str


@dataclass(frozen=True)
class Reference:
    """A program that answers for any sequence, with the setting it runs in."""

    program: Program
    setting: Setting


@dataclass(frozen=True)
class Broken:
    """A program that claims to solve the puzzle and does not.

    `shortest` is the length of the shortest sequence on which it fails, without the `^`.
    """

    program: Program
    text: str
    shortest: int


@dataclass(frozen=True, eq=False, repr=False)
class Puzzle:
    """One puzzle. `task`, `lesson` and `hints` are markdown; render them with `text.render`.

    `output` holds the labels of the wanted answers, `par` one value for each cost it is about.
    `goal` is what a player is asked: to `build` a program, to prove that it is `impossible`, or to
    `decide` which of the two can be done; `pair` is then the slug of the twin. A puzzle that can be
    built has `solutions`, and one that cannot a `proof` and no par. In one to `break` nothing is
    built: it has a `broken` program, which is its start as well, and a reference. `abstain` are the
    answers that say that a sequence holds no evidence for an answer.
    `digest` changes whenever a stored verdict could change: it covers the rules and the cases.
    """

    id: str
    pack: str
    slug: str
    chapter_slug: str
    title: str
    goal: Goal
    pair: str | None
    status: Status
    task: str
    lesson: str
    setting: Setting
    allowance: Allowance
    start: Program
    start_text: str
    scored: Scored
    output_space: str
    output: tuple[str, ...]
    examples: tuple[Example, ...]
    hints: tuple[str, ...]
    par: Mapping[CostName, int]
    solutions: tuple[Solution, ...]
    proof: Attempt | None
    wrong: tuple[Wrong, ...]
    reference: Reference | None
    introduces: tuple[Feature, ...]
    needs: tuple[str, ...]
    gaps: tuple[str, ...]
    citations: tuple[Citation, ...]
    interchangeable: tuple[tuple[str, ...], ...]
    abstain: tuple[str, ...]
    spare: tuple[Spare, ...]
    folder: Path
    digest: str
    broken: Broken | None = None

    @cached_property
    def cases(self) -> Cases:
        """Every case, read from disk once. Raises BadCases if the file went bad meanwhile."""
        return read_cases(self.folder / "cases.npz", self.setting.tokens, self.output)

    @cached_property
    def exam(self) -> Exam:
        """The cases and the rules, as the diagnoses take them. Raises BadCases, like `cases`."""
        return exam_of(
            self.cases,
            setting=self.setting,
            allowance=self.allowance,
            interchangeable=self.interchangeable,
            abstain=frozenset(self.abstain),
        )

    @property
    def buildable(self) -> bool:
        """Whether it can be solved; a page must not tell while the player is to decide."""
        return self.proof is None and self.broken is None

    @property
    def path(self) -> str:
        """`pack/puzzle`, as commands and addresses write it."""
        return f"{self.pack}/{self.slug}"

    def __repr__(self) -> str:
        return f"<Puzzle {self.path}>"


@dataclass(frozen=True, eq=False)
class Chapter:
    """Puzzles that teach one gap."""

    slug: str
    title: str
    gap: str
    failure: str
    citations: tuple[Citation, ...]
    puzzles: tuple[Puzzle, ...]


@dataclass(frozen=True, eq=False)
class Pack:
    """A folder of chapters."""

    id: str
    name: str
    title: str
    version: str
    engine: str
    licence: str
    authors: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    gaps: tuple[Gap, ...]
    folder: Path

    @cached_property
    def puzzles(self) -> tuple[Puzzle, ...]:
        """Every puzzle in playing order, drafts and retired ones included."""
        return tuple(puzzle for chapter in self.chapters for puzzle in chapter.puzzles)

    def gap(self, slug: str) -> Gap:
        """The gap of that name. Raises Missing."""
        for gap in self.gaps:
            if gap.slug == slug:
                return gap
        raise Missing(f"There is no gap called {slug[:80]}.", "The gap cards show all of them.")

    def touching(self, gap: Gap) -> tuple[Puzzle, ...]:
        """The active puzzles that name a gap, in playing order."""
        return tuple(p for p in self.puzzles if gap.slug in p.gaps and p.status == "active")
