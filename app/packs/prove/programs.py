"""Claims about the programs that every puzzle has: the start, the wrong ones, the reference."""

from collections.abc import Iterator

from app.packs.build import is_stale
from app.packs.judge import first_mistake, judge, ticks
from app.packs.plan import load_plan
from app.packs.prove.finding import Finding
from app.packs.score import everything, score
from app.packs.words import text


def fresh(found: Finding) -> Iterator[str]:
    """The cases were built from what lies there now."""
    if is_stale(load_plan(found.puzzle.folder), found.puzzle.cases.meta):
        yield "its cases were built from other files; run `btt pack build`"


def start(found: Finding) -> Iterator[str]:
    """The start leaves something to do."""
    if judge(found.puzzle, found.puzzle.start).solved:
        yield "the start already solves it"


def wrong(found: Finding) -> Iterator[str]:
    """Two programs at least tempt and fail, each first where its header says."""
    puzzle = found.puzzle
    if len(puzzle.wrong) < 2:
        yield "two wrong programs are needed at least"
    tempting = False
    for one in puzzle.wrong:
        verdict = judge(puzzle, one.program)
        mistake = verdict.smallest_wrong
        if mistake is None:
            yield f"wrong/{one.name}: {verdict.sentence}"
            continue
        if mistake.tokens != one.fails:
            yield f"wrong/{one.name}: it first fails at {text(mistake.tokens)}"
        tempting = tempting or all(ticks(puzzle, one.program))
    if puzzle.wrong and not tempting:
        yield "no wrong program passes the shown examples"


def reference(found: Finding) -> Iterator[str]:
    """The reference, if there is one, is right on every case."""
    puzzle, program = found.puzzle, found.puzzle.reference
    if program is None:
        return
    rows = everything(puzzle.cases)
    mistake = first_mistake(puzzle, score(puzzle, program.program, rows, program.setting))
    if mistake is not None:
        yield f"reference: it differs from the target at {text(mistake.tokens)}"
