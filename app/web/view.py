"""Everything the workshop page shows, put together for the template in one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from app.gaps.report import Explanation
from app.language.allowance import COSTS, CostName
from app.language.complaint import Complaint
from app.language.cost import Cost
from app.language.given import given_places, own_steps
from app.language.program import Place, Program
from app.packs.judge import Verdict, wanted_for
from app.packs.model import Chapter, Puzzle
from app.packs.text import render
from app.play.board import Progress
from app.play.drafts import Draft
from app.play.edit import Refusal
from app.play.reasons import mistake
from app.web.address import View
from app.web.editor import EditorView, editor_view
from app.web.idle import Search, search
from app.web.proof import Reward
from app.web.prose import sentence
from app.web.sandbox import address_of
from app.web.sequence import Own, join, own
from app.web.solved import Opened, Solved, solved
from app.web.task import NAMES, ExampleRow, Meter, examples, meters, sees
from app.web.tower import Tower, tower
from app.web.why import Why, why


@dataclass(frozen=True, slots=True)
class Wrong:
    """One complaint: its sentence, the line it is on, and the address of the step it is about."""

    message: Markup
    line: int | None
    href: str
    source: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A cost of a right program beside par."""

    name: str
    yours: int
    par: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict, and on success what it earned.

    `why` explains a failure; while that is still being worked out, `asking` is its address.
    `after` is what a solution opens; `idle` is the search for steps that do nothing, wherever the
    program ran.
    """

    status: str
    headline: str
    sentence: Markup
    solved: bool
    reload: str
    costs: tuple[Compared, ...]
    after: Solved | None
    lesson: Markup
    lengths: tuple[tuple[int, int, int], ...]
    why: Why | None
    asking: str
    idle: Search | None
    reward: Reward | None


@dataclass(frozen=True, slots=True)
class Around:
    """Where the puzzle stands among the others, and what the player has been told of it.

    `reasons` say why the program fails, `asking` that they are yet to be asked for. `proving`:
    whether the player is offered to prove that the puzzle cannot be solved, and `proved` whether
    they have. `reward` is what a solution brings, and `opened` what else it opens.
    """

    chapter: Chapter
    following: Puzzle | None
    hints: int
    introduced: frozenset[str] = frozenset()
    refusal: Refusal | None = None
    reasons: Explanation | None = None
    asking: bool = False
    idle: Progress | None = None
    proving: bool = False
    proved: bool = False
    reward: Reward | None = None
    opened: Opened | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """The page."""

    puzzle: Puzzle
    chapter: Chapter
    view: View
    draft: Draft
    task: Markup
    examples: tuple[ExampleRow, ...]
    own: Own
    meters: tuple[Meter, ...]
    sees: tuple[str, ...]
    hints: tuple[Markup, ...]
    more_hints: int
    complaints: tuple[Wrong, ...]
    tower: Tower
    editor: EditorView | None
    sequence: str
    report: Report | None
    following: Puzzle | None
    inside: str
    prove: str
    proved: bool
    sandbox: str

    @property
    def tally(self) -> str:
        """How many examples come out right, while the draft runs."""
        right = sum(row.state == "right" for row in self.examples)
        ran = any(row.state for row in self.examples)
        return f"{right} of {len(self.examples)} right" if ran else ""

    @property
    def lines(self) -> range:
        """Line numbers of the source, with one line to spare."""
        return range(1, self.draft.text.count("\n") + 2)


HEADLINES: Mapping[str, str] = {
    "solved": "Solved, within par",
    "solved over par": "Solved, over par",
    "wrong answers": "Not yet: some answers are wrong",
    "over budget": "Over budget",
    "not a program yet": "Not a program yet",
}


def workshop(
    puzzle: Puzzle, draft: Draft, view: View, around: Around, verdict: Verdict | None
) -> Workshop:
    """The page of a puzzle. A verdict with a mistake belongs to a view that shows it."""
    typed, tokens = own(view.sequence, puzzle.setting)
    if tokens is None:
        at = view.example if view.example < len(puzzle.examples) else 0
        tokens = puzzle.examples[at].tokens
        view = replace(view, example=at, sequence=None)
    if not view.step:
        view = replace(view, step=_opening(puzzle, draft.program))
    wanted = wanted_for(puzzle, tokens)
    asked = _asked(puzzle, tokens, wanted)
    fixed = given_places(draft.program, puzzle.allowance.given)
    rising = tower(draft.program, puzzle.setting, tokens, view, wanted, asked, fixed)
    shown = puzzle.hints[: around.hints]
    return Workshop(
        puzzle=puzzle,
        chapter=around.chapter,
        view=view,
        draft=draft,
        task=Markup(render(puzzle.task)),  # noqa: S704 - sanitised by the renderer
        examples=examples(puzzle, draft.program, view),
        own=typed,
        meters=meters(puzzle, draft.program),
        sees=sees(puzzle),
        hints=tuple(Markup(render(hint)) for hint in shown),  # noqa: S704
        more_hints=len(puzzle.hints) - len(shown),
        complaints=tuple(_wrong(complaint, draft, view) for complaint in draft.complaints),
        tower=rising,
        editor=_editor(puzzle, draft, view, around),
        sequence=join(tokens),
        report=None
        if verdict is None
        else _report(puzzle, draft, verdict, view, around, view.own(join(tokens), rising.chosen)),
        following=around.following,
        inside=f"{view.path}/inside",
        prove=f"{view.path}/prove" if around.proving else "",
        proved=around.proved,
        sandbox=address_of(puzzle.setting, draft.text, join(tokens)),
    )


def _editor(puzzle: Puzzle, draft: Draft, view: View, around: Around) -> EditorView | None:
    """The panel of the Step tab, where that is open; working out its choices takes longest."""
    if view.tab != "step":
        return None
    more, introduced = view.more, around.introduced
    if around.refusal is not None:
        return editor_view(puzzle, draft, view.step, more, around.refusal, introduced)
    return _panel(puzzle, draft, view.step, more, introduced)


@lru_cache(maxsize=32)
def _panel(
    puzzle: Puzzle, draft: Draft, step: Place, more: bool, introduced: frozenset[str]
) -> EditorView:
    """The panel, kept for looking around without changing anything."""
    return editor_view(puzzle, draft, step, more, None, introduced)


def _opening(puzzle: Puzzle, program: Program) -> Place:
    """The step shown to one who has chosen none: of their own, the one nearest to the answer."""
    own = set(own_steps(program, puzzle.allowance.given))
    for i, layer in reversed(list(enumerate(program.layers))):
        for h in reversed(range(len(layer.heads))):
            if ("layers", i, "heads", h) in own:
                return ("layers", i, "heads", h)
        for j, mlp in enumerate(layer.mlps):
            if mlp.rules and ("layers", i, "mlps", j) in own:
                return ("layers", i, "mlps", j, "rules", 0)
    return ()


def _asked(
    puzzle: Puzzle, tokens: tuple[str, ...], wanted: Sequence[str | None] | None
) -> list[bool]:
    """Which positions are scored; where no answer is known, as far as the puzzle says."""
    if wanted is not None and any(answer is not None for answer in wanted):
        return [answer is not None for answer in wanted]
    if puzzle.scored == "last":
        return [False] * (len(tokens) - 1) + [True] * bool(tokens)
    return [True] * len(tokens)


def _wrong(complaint: Complaint, draft: Draft, view: View) -> Wrong:
    lines = draft.text.split("\n")
    source = lines[complaint.line - 1] if complaint.line and complaint.line <= len(lines) else ""
    step = complaint.place if complaint.place[:1] == ("layers",) else ()
    href = view.choose(step) if step and draft.readable else view.show("source")
    return Wrong(sentence(complaint.message), complaint.line, href, source.strip())


def _report(
    puzzle: Puzzle, draft: Draft, verdict: Verdict, view: View, around: Around, at: View
) -> Report:
    view = replace(view, check=True)
    load = mistaken(view, verdict).address
    return Report(
        status=verdict.status,
        headline=HEADLINES[verdict.status],
        sentence=sentence(_claim(verdict)),
        solved=verdict.solved,
        reload=load,
        costs=_compared(puzzle, verdict.cost) if verdict.solved else (),
        after=solved(puzzle, draft.program, around.opened, at) if around.opened else None,
        lesson=Markup(render(puzzle.lesson)) if verdict.solved else Markup(""),  # noqa: S704
        lengths=tuple((t.length, t.right, t.total) for t in verdict.by_length),
        why=explained(puzzle, draft.program, around.reasons, view),
        asking=view.about("why", draft.revision) if around.asking else "",
        idle=search(around.idle, view, draft.revision) if verdict.total else None,
        reward=around.reward,
    )


def explained(
    puzzle: Puzzle, program: Program, reasons: Explanation | None, view: View
) -> Why | None:
    """The gap report, where there are reasons to show."""
    if reasons is None:
        return None
    return why(puzzle, program, reasons, mistake(puzzle, reasons), view)


def _claim(verdict: Verdict) -> str:
    """The verdict's sentence, without what the headline above it says already."""
    _, found, claim = verdict.sentence.partition(": ")
    return claim[:1].upper() + claim[1:] if verdict.solved and found else verdict.sentence


def mistaken(view: View, verdict: Verdict) -> View:
    """The view with the sequence that went wrong in the tower, at the position that fails."""
    mistake = verdict.smallest_wrong
    if mistake is None:
        return view
    return view.own(join(mistake.tokens), mistake.position)


def _compared(puzzle: Puzzle, cost: Cost) -> tuple[Compared, ...]:
    shown = [name for name in COSTS if name in puzzle.par or name in ("layers", "heads", "neurons")]
    return tuple(_against(name, getattr(cost, name), puzzle.par.get(name)) for name in shown)


def _against(name: CostName, yours: int, par: int | None) -> Compared:
    if par is None:
        words = "no par for this"
    elif yours == par:
        words = "at par"
    else:
        words = f"{abs(yours - par):,} {'over' if yours > par else 'under'} par"
    return Compared(NAMES[name], yours, par, words)
