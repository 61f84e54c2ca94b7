"""Small exams made from a function, for tests of the diagnoses."""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from app.gaps.exam import NOT_ASKED, Exam
from app.language.allowance import ANYTHING, Allowance
from app.language.parse import parse
from app.language.program import Program
from app.language.setting import SINK, Setting

Target = Callable[[tuple[str, ...]], Sequence[str | None]]


def exam(
    setting: Setting,
    target: Target,
    length: int,
    labels: Sequence[str] | None = None,
    allowance: Allowance = ANYTHING,
    interchangeable: tuple[tuple[str, ...], ...] = (),
    abstain: Sequence[str] = (),
    shortest: int = 1,
) -> Exam:
    """Every sequence of `shortest` to `length` letters; `target` answers each of its positions.

    Letters are the tokens without the sink, which is put in front where the setting has one.
    """
    labels = tuple(setting.tokens if labels is None else labels)
    letters = [t for t in setting.tokens if not (setting.bos and t == SINK)]
    front = (SINK,) if setting.bos else ()
    rows = [
        (*front, *word)
        for size in range(shortest, length + 1)
        for word in product(letters, repeat=size)
    ]
    wanted = [target(row) for row in rows]
    kept = [i for i, answers in enumerate(wanted) if any(a is not None for a in answers)]
    return exam_of(
        setting, [(rows[i], wanted[i]) for i in kept], labels, allowance, interchangeable, abstain
    )


def exam_of(
    setting: Setting,
    cases: Sequence[tuple[Sequence[str], Sequence[str | None]]],
    labels: Sequence[str],
    allowance: Allowance = ANYTHING,
    interchangeable: tuple[tuple[str, ...], ...] = (),
    abstain: Sequence[str] = (),
    small: int | None = None,
) -> Exam:
    """An exam of these cases, all of them the small world unless `small` says otherwise."""
    width = max(len(row) for row, _ in cases)
    tokens = np.zeros((len(cases), width), dtype=np.uint8)
    wanted = np.full((len(cases), width), NOT_ASKED, dtype=np.int16)
    for at, (row, answers) in enumerate(cases):
        tokens[at, : len(row)] = [setting.tokens.index(token) for token in row]
        wanted[at, : len(row)] = [
            NOT_ASKED if a is None else list(labels).index(a) for a in answers
        ]
    return Exam(
        setting=setting,
        tokens=tokens,
        lengths=np.array([len(row) for row, _ in cases], dtype=np.int16),
        wanted=wanted,
        labels=tuple(labels),
        small=len(cases) if small is None else small,
        allowance=allowance,
        interchangeable=interchangeable,
        abstain=frozenset(abstain),
    )


def program(text: str) -> Program:
    """The program in a text that can be read."""
    reading = parse(text)
    assert not reading.complaints, reading.complaints
    return reading.program
