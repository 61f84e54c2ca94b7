"""One pass of a program over many sequences.

Sequences are taken together by length, so that no position is ever padding, and in chunks that fit
the cache. What a sequence is answered depends on nothing but itself.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.engine.attention import HeadPlan, Looks, bring, largest, look
from app.engine.limits import CHUNK_BYTES, TIE
from app.engine.machine import LayerPlan, Machine
from app.engine.mlp import MlpPlan, fire, write
from app.engine.stream import Floats, Integers, Stream, embed, read

UNDECIDED, BEYOND = -1, -2
"""In place of an answer: two labels tie, or the sequence has no such position."""

Answers = NDArray[np.int16]


def run(machine: Machine, tokens: ArrayLike, lengths: ArrayLike) -> Answers:
    """The answer at every position, (batch, length): a label of the output slot, or what is above.

    `tokens` is (batch, length), indices of the setting's tokens; what stands beyond a sequence's
    own length is not looked at. Memory stays within the bounds of `limits`.
    """
    tokens, lengths = np.asarray(tokens), np.asarray(lengths, dtype=np.intp)
    answers = np.full(tokens.shape, BEYOND, dtype=np.int16)
    for rows, stream in flows(machine, tokens, lengths):
        answers[rows, : stream.length] = decide(read(machine.answer, stream))
    return answers


def flows(
    machine: Machine, tokens: ArrayLike, lengths: ArrayLike
) -> Iterator[tuple[Integers, Stream]]:
    """The final streams of many sequences, a chunk of rows of one length at a time."""
    tokens = np.asarray(tokens)
    for rows, length in _chunks(machine, np.asarray(lengths, dtype=np.intp)):
        yield rows, flow(machine, tokens[rows, :length].astype(np.intp))


def flow(machine: Machine, tokens: Integers) -> Stream:
    """The stream of sequences of one length, (batch, length), after the last layer."""
    stream = embed(tokens, machine.layout.width)
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in machine.layers:
            stream = attend(layer, stream, machine.sharpness)
            if layer.mlp is not None:
                think(layer.mlp, stream)
    return stream


Seen = Callable[[HeadPlan, Looks], None]


def attend(
    layer: LayerPlan, stream: Stream, sharpness: float | None, seen: Seen | None = None
) -> Stream:
    """The stream after all heads of a layer; `seen` is told of each head's pattern."""
    after = Stream(stream.tokens, stream.amounts.copy()) if len(layer.heads) > 1 else stream
    for head in layer.heads:
        looks = look(head, stream, sharpness)
        if seen is not None:
            seen(head, looks)
        brought = bring(head, looks, stream)
        if brought is not None and head.columns is not None:
            after.add(head.columns, brought)
    return after


def think(mlp: MlpPlan, stream: Stream) -> tuple[Floats, Floats]:
    """Let the rules of a layer write, in place. Returns their hinges and activations."""
    hinges, activations = fire(mlp, stream)
    stream.add(mlp.columns, write(mlp, activations))
    return hinges, activations


def decide(amounts: Floats) -> NDArray[np.int16]:
    """The label with the largest amount, (batch or 1, length); undecided where another is close.

    Where amounts grew past what a float can hold, nothing is decided either.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        close = amounts >= largest(amounts) - TIE
    labels = amounts.shape[-1]
    counting = np.stack([np.ones(labels), np.arange(labels)], axis=1)
    counted = close.reshape(-1, labels).astype(np.float64) @ counting
    best = np.where(counted[:, 0] == 1, counted[:, 1], UNDECIDED)
    return best.reshape(amounts.shape[:-1]).astype(np.int16)


def _chunks(machine: Machine, lengths: Integers) -> Iterator[tuple[Integers, int]]:
    """Rows of one length at a time, as many as fit; empty sequences are left out."""
    if not len(lengths):
        return
    order = np.argsort(lengths, kind="stable")
    ordered = lengths[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], len(order)], strict=True):
        length = int(ordered[start])
        if length == 0:
            continue
        size = max(1, CHUNK_BYTES // machine.sequence_bytes(length))
        for at in range(int(start), int(stop), size):
            yield order[at : min(at + size, int(stop))], length
