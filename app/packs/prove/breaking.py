"""Claims about a program to be broken: it tempts, and fails first at the length that is said."""

from collections.abc import Iterator

from app.packs.broken import length_of
from app.packs.judge import first_mistake, ticks
from app.packs.prove.finding import Finding
from app.packs.score import everything, score
from app.packs.words import text


def breaks(found: Finding) -> Iterator[str]:
    """No shorter sequence of the small world fails, which holds every one; the examples pass."""
    puzzle, broken = found.puzzle, found.puzzle.broken
    if broken is None:
        return
    mistake = first_mistake(puzzle, score(puzzle, broken.program, everything(puzzle.cases)))
    if mistake is None:
        yield "broken.stream: it is right on every case"
        return
    length = length_of(puzzle, mistake.tokens)
    if not mistake.smallest:
        yield f"the small world has no sequence that fails; one of {length} tokens does"
    if length != broken.shortest:
        yield f"shortest is {broken.shortest}, and {text(mistake.tokens)} fails, of {length} tokens"
    if not all(ticks(puzzle, broken.program)):
        yield "broken.stream: it is wrong on a shown example, so nobody would believe in it"
    found.notes.append(f"broken: first at {text(mistake.tokens)}")
