"""`btt pack test`: what a pack's author claims, proved on every case.

The start fails; every solution is right and within budget, and par is the cheapest of them; every
wrong program fails first where its header says, and one of them passes the shown examples; no step
of par can go; small changes to par are noticed; a lookup does not walk around the puzzle; the proof
that a puzzle is impossible is accepted, and none is found for one that can be built; a program to
be broken fails, and on nothing shorter than is said; and a check stays within the engine's limits.
"""

from pathlib import Path

from app.packs.bag import bag_attack
from app.packs.cases import BadCases
from app.packs.load import load_puzzle, puzzle_folders
from app.packs.model import BadPack, Puzzle
from app.packs.prove.breaking import breaks
from app.packs.prove.finding import Finding
from app.packs.prove.impossible import impossible, possible
from app.packs.prove.measure import measure
from app.packs.prove.par import mutate, needed, solutions
from app.packs.prove.programs import fresh, reference, start, wrong
from app.packs.report import Report, Row

__all__ = ["Finding", "prove", "test_pack"]


def test_pack(folder: Path, only: str | None = None) -> Report:  # noqa: PT028 (no test)
    """Proves every puzzle of a pack, or the one with slug `only`."""
    title = f"Testing {folder.name}"
    try:
        folders = [f for f in puzzle_folders(folder) if only in (None, f.name[3:], f.name)]
    except BadPack as error:
        return Report(title, (Row(folder.name, False, str(error)),))
    if not folders:
        return Report(title, (Row(folder.name, False, f"no puzzle is called {only}."),))
    return Report(title, tuple(_row(found) for found in folders))


test_pack.__test__ = False  # type: ignore[attr-defined]


def _row(folder: Path) -> Row:
    try:
        return prove(load_puzzle(folder)).row()
    except (BadPack, BadCases) as error:
        return Row(folder.name, False, str(error))


def prove(puzzle: Puzzle) -> Finding:
    """Every claim about a puzzle, tried."""
    found = Finding(puzzle)
    if puzzle.broken is not None:
        for claim in (fresh, reference, breaks, measure):
            found.broken += claim(found)
        return found
    either = (solutions, needed, possible) if puzzle.buildable else (impossible,)
    for claim in (fresh, start, wrong, reference, *either):
        found.broken += claim(found)
    mutate(found)
    bag = bag_attack(puzzle)
    found.notes.append(f"bag: {bag.sentence}")
    if bag.open:
        found.broken.append(f"a lookup walks around it: {bag.sentence}")
    found.broken += measure(found)
    return found
