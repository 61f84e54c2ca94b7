"""Claims about what cannot be built: a proof of it holds, and there is none where a program is."""

from collections.abc import Iterator

from app.engine.encode import encode
from app.engine.forward import run
from app.engine.machine import build
from app.gaps.exam import Seat
from app.gaps.proofs import lemmas
from app.language.complaints import complaints
from app.language.program import Program
from app.packs.model import Puzzle
from app.packs.prove.finding import Finding
from app.packs.words import count, text


def possible(found: Finding) -> Iterator[str]:
    """No lemma proves impossible what can be built."""
    attempt = lemmas.search(found.puzzle.exam)
    if attempt is not None:
        yield f"it has a solution, and yet {attempt.lemma} is accepted as a proof that it has none"


def impossible(found: Finding) -> Iterator[str]:
    """The author's proof is accepted, and shows of each wrong program why it fails."""
    puzzle, attempt = found.puzzle, found.puzzle.proof
    if attempt is None:
        return
    ruling = lemmas.rule(puzzle.exam, attempt)
    if not ruling.accepted:
        yield f"proof.toml: {ruling.sentence}"
        return
    fooled = 0
    for wrong in puzzle.wrong:
        if complaints(wrong.program, puzzle.setting, puzzle.allowance):
            continue
        pair = lemmas.killer(puzzle.exam, attempt, wrong.program)
        if pair is None:
            continue
        fooled += 1
        if not _fools(puzzle, wrong.program, *pair):
            both = " and ".join(text(seat.tokens) for seat in pair)
            yield f"wrong/{wrong.name}: the proof does not fool it with {both}"
    fate = f"fools {fooled} of {count(len(puzzle.wrong), 'wrong program')}"
    found.notes.append(f"proof: {attempt.lemma} is accepted, and {fate}")


def _fools(puzzle: Puzzle, program: Program, one: Seat, other: Seat) -> bool:
    """Whether the program answers alike at two seats that want different answers."""
    machine = build(program, puzzle.setting)
    answers = run(machine, *encode(puzzle.setting, [one.tokens, other.tokens]))
    alike = bool(answers[0, one.position] == answers[1, other.position])
    return alike and one.wanted != other.wanted
