"""Tokens as arrays of indices."""

from collections.abc import Sequence

import numpy as np

from app.engine.stream import Integers
from app.language.setting import Setting


def encode(setting: Setting, sequences: Sequence[Sequence[str]]) -> tuple[Integers, Integers]:
    """Sequences of tokens as (batch, longest) indices and (batch,) lengths."""
    index = {token: i for i, token in enumerate(setting.tokens)}
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.intp)
    tokens = np.zeros((len(sequences), int(lengths.max(initial=0))), dtype=np.intp)
    for row, sequence in enumerate(sequences):
        tokens[row, : len(sequence)] = [index[token] for token in sequence]
    return tokens, lengths
