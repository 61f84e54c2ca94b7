"""Whether a program makes a mistake that somebody has already understood and written down.

Two programs make the same mistake if they answer the same at every seat. What a program answers
is kept as a digest, so that the authored programs of a puzzle run once for many players.
"""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from app.engine.forward import run
from app.engine.machine import build
from app.engine.shelf import Shelf
from app.errors import TooLarge
from app.gaps.exam import NOT_ASKED, Exam, Indices
from app.gaps.views import Views
from app.language.complaints import complaints
from app.language.program import Program
from app.language.setting import Setting

DIGEST_BYTES = 16

_kept: Shelf[tuple[bytes, Setting, Program], bytes] = Shelf(2048, 2048 * DIGEST_BYTES)
"""Digests by what was asked; empty for a program that does not run."""


def known_mistake(views: Views, others: Mapping[str, Program]) -> str | None:
    """The name of the first of `others` that answers the same at every seat.

    Answers are the same if they are the same label, or both undecided. Programs that do not run
    are passed over. None for a program that is right everywhere, whoever else is.
    """
    if not len(views.exam.seats) or views.right.all():
        return None
    own = _digest(views.exam, views.answers[_seated(views.exam)], views.machine.labels)
    asked = _asked(views.exam)
    for name, other in others.items():
        if _answered(views.exam, asked, other) == own:
            return name
    return None


def _answered(exam: Exam, asked: bytes, program: Program) -> bytes:
    """The digest of what a program answers on an exam."""
    key = (asked, exam.setting, program)
    found = _kept.find(key)
    if found is None:
        found = _run(exam, program)
        _kept.keep(key, found, DIGEST_BYTES)
    return found


def _run(exam: Exam, program: Program) -> bytes:
    if complaints(program, exam.setting):
        return b""
    try:
        machine = build(program, exam.setting)
    except TooLarge:
        return b""
    answers = run(machine, exam.tokens, exam.lengths)
    return _digest(exam, answers[_seated(exam)], machine.labels)


def _digest(exam: Exam, answers: NDArray[np.int16], labels: tuple[str, ...]) -> bytes:
    """Equal for equal answers (S,) by name, in whatever order a program lists its labels."""
    names = {label: number for number, label in enumerate(exam.labels)}
    said = [labels[answer] for answer in np.unique(answers) if answer >= 0]
    others = sorted(label for label in said if label not in names)
    names |= {label: len(names) + number for number, label in enumerate(others)}
    meaning = np.array([*(names.get(label, -1) for label in labels), -1], dtype="<i4")
    digest = blake2b(meaning[answers].tobytes(), digest_size=DIGEST_BYTES)
    digest.update("\0".join(others).encode())
    return digest.digest()


def _asked(exam: Exam) -> bytes:
    """Equal for exams that ask the same of the same sequences, wherever they lie in memory."""
    digest = blake2b("\0".join(exam.labels).encode(), digest_size=DIGEST_BYTES)
    for array in (exam.tokens, exam.lengths, exam.wanted != NOT_ASKED):
        digest.update(f"{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()


def _seated(exam: Exam) -> tuple[Indices, Indices]:
    return exam.seats.rows, exam.seats.positions
