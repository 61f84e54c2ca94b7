"""A program that continues its own answers: the chain of thought of `generate`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.engine.encode import encode
from app.engine.forward import BEYOND, run
from app.engine.machine import Machine, build
from app.language.program import Program
from app.language.setting import Setting

Reason = Literal["stopped", "ran its steps", "undecided", "full", "out of steps", "empty"]
"""How a run ended: the first two are as wanted, the others are failures."""

REASONS: tuple[Reason, ...] = get_args(Reason)
FINISHED: tuple[Reason, ...] = ("stopped", "ran its steps")

_GOING = -1


@dataclass(frozen=True, slots=True)
class Generation:
    """What one sequence was continued with, the stop token included, and how that ended."""

    tokens: tuple[str, ...]
    finished: bool
    reason: Reason


@dataclass(frozen=True, eq=False, slots=True)
class Generations:
    """What many sequences were continued with.

    `tokens` is (batch, steps), token indices, -2 beyond what was generated; `counts` is (batch,),
    and `reasons` (batch,) indexes `REASONS`.
    """

    tokens: NDArray[np.int16]
    counts: NDArray[np.intp]
    reasons: NDArray[np.int8]

    @property
    def finished(self) -> NDArray[np.bool_]:
        """(batch,): whether each run ended as wanted."""
        return np.isin(self.reasons, [REASONS.index(reason) for reason in FINISHED])


def generate(program: Program, setting: Setting, tokens: Sequence[str]) -> Generation:
    """One sequence continued. The setting must have `generate`."""
    batch = generate_batch(build(program, setting), *encode(setting, [tokens]))
    made = batch.tokens[0, : batch.counts[0]]
    reason = REASONS[batch.reasons[0]]
    return Generation(tuple(setting.tokens[t] for t in made), reason in FINISHED, reason)


def generate_batch(machine: Machine, tokens: ArrayLike, lengths: ArrayLike) -> Generations:
    """Many sequences continued at once, shapes as in `run`. The setting must have `generate`."""
    setting = machine.setting
    if setting.generate is None:
        raise ValueError("This setting does not generate.")
    given, filled = np.asarray(tokens), np.array(lengths, dtype=np.intp)
    batch, steps = len(given), setting.generate.steps
    texts = np.zeros((batch, setting.max_len), dtype=np.intp)
    texts[:, : given.shape[1]] = given
    made = np.full((batch, steps), BEYOND, dtype=np.int16)
    reasons = np.full(batch, _GOING, dtype=np.int8)
    starts = filled.copy()
    stop = None if setting.generate.stop is None else setting.tokens.index(setting.generate.stop)
    _end(reasons, filled == 0, "empty")
    for step in range(steps):
        _end(reasons, filled >= setting.max_len, "full")
        rows = np.flatnonzero(reasons == _GOING)
        if not len(rows):
            break
        said = _last(machine, texts[rows], filled[rows])
        _end(reasons, rows[said < 0], "undecided")
        rows, said = rows[said >= 0], said[said >= 0]
        texts[rows, filled[rows]] = said
        made[rows, step] = said
        filled[rows] += 1
        if stop is not None:
            _end(reasons, rows[said == stop], "stopped")
    _end(reasons, reasons == _GOING, "ran its steps" if stop is None else "out of steps")
    return Generations(made, filled - starts, reasons)


def _last(machine: Machine, texts: NDArray[np.intp], lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """(batch,): the token answered at the last position, -1 where none is."""
    longest = int(lengths.max())
    answers = run(machine, texts[:, :longest], lengths)
    labels = answers[np.arange(len(answers)), lengths - 1]
    return np.where(labels < 0, -1, machine.speech[labels])


def _end(reasons: NDArray[np.int8], rows: NDArray[np.generic], reason: Reason) -> None:
    """Mark rows, given as indices or as a mask, that have not ended yet."""
    ending = np.zeros(len(reasons), dtype=bool)
    ending[rows] = True
    reasons[ending & (reasons == _GOING)] = REASONS.index(reason)
