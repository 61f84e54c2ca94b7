"""The cases of a puzzle as the exam that the diagnoses work on."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.gaps.exam import NOT_ASKED, Exam, Wanted, unrolled
from app.language.allowance import Allowance
from app.language.setting import Setting
from app.packs.cases import NOT_SCORED, Cases


def exam_of(
    cases: Cases,
    setting: Setting,
    allowance: Allowance,
    interchangeable: tuple[tuple[str, ...], ...] = (),
    abstain: frozenset[str] = frozenset(),
) -> Exam:
    """The exam that these cases are."""
    exam = Exam(
        setting=setting,
        tokens=cases.tokens,
        lengths=cases.lengths,
        wanted=cases.wanted,
        labels=cases.labels,
        small=cases.small,
        every=cases.meta.every,
        allowance=allowance,
        interchangeable=interchangeable,
        abstain=abstain,
    )
    return exam if setting.generate is None else _step_by_step(exam)


def _step_by_step(exam: Exam) -> Exam:
    """The exam of a puzzle that generates: one row for each token that is to be generated.

    What one prompt becomes may be another prompt; such rows are there once.

    Its small world are the rows no longer than the small world's prompts: of those, and of no
    longer ones, every row that the task allows is there.
    """
    setting, prompts = exam.setting, exam.small
    longest = int(exam.lengths[:prompts].max(initial=0))
    tokens, lengths, wanted, source = unrolled(
        exam.tokens, exam.lengths, _as_tokens(exam), setting.max_len
    )
    small = (source < prompts) & (lengths <= longest)
    order = np.argsort(~small, kind="stable")
    order = order[_first(np.column_stack([tokens, lengths, wanted.max(axis=1, initial=0)])[order])]
    return replace(
        exam,
        tokens=tokens[order],
        lengths=lengths[order],
        wanted=wanted[order],
        labels=setting.tokens,
        small=int(small[order].sum()),
        every=False,
    )


def _first(rows: NDArray[np.int16]) -> NDArray[np.intp]:
    """The places of the first of each kind of row, in order."""
    return np.sort(np.unique(rows, axis=0, return_index=True)[1])


def _as_tokens(exam: Exam) -> Wanted:
    """(B, W): the wanted labels as indices of the vocabulary."""
    index = {token: number for number, token in enumerate(exam.setting.tokens)}
    meaning = np.array([*(index[label] for label in exam.labels), NOT_ASKED], dtype=np.int16)
    return meaning[np.where(exam.wanted == NOT_SCORED, -1, exam.wanted)]
