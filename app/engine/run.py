"""From tokens to answers, by name or by index: the engine's door.

`run` takes indices and a machine, for whoever has many sequences; `answer_labels` takes what a
person would write.
"""

from collections.abc import Sequence

from app.engine.encode import encode
from app.engine.forward import BEYOND, UNDECIDED, Answers, run
from app.engine.generate import generate
from app.engine.machine import build
from app.language.program import Program
from app.language.setting import Setting

__all__ = ["BEYOND", "UNDECIDED", "Answers", "answer_labels", "encode", "run"]


def answer_labels(
    program: Program, setting: Setting, sequences: Sequence[Sequence[str]]
) -> list[list[str | None]]:
    """The answer at every position of every sequence, None where it is undecided.

    Under `generate`, the generated tokens instead. The sequences must be ones the setting allows.
    """
    if setting.generate is not None:
        return [list(generate(program, setting, sequence).tokens) for sequence in sequences]
    machine = build(program, setting)
    tokens, lengths = encode(setting, sequences)
    answers = run(machine, tokens, lengths)
    return [
        [machine.labels[a] if a >= 0 else None for a in row[:length]]
        for row, length in zip(answers.tolist(), lengths, strict=True)
    ]
