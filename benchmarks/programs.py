"""The five programs that are timed, for any length, and the settings they stand in.

Each comes with a dense NumPy function that answers the same task: one-hot tokens, and every query
beside every key, as one would write it by hand for that task alone.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Tokens: TypeAlias = NDArray[np.intp]
Dense: TypeAlias = Callable[[Tokens], NDArray[np.int16]]

DIGITS = [str(digit) for digit in range(8)]
"""The vocabulary where there is no sink."""


@dataclass(frozen=True)
class Task:
    """A program and its setting, as text and JSON by length, and the dense function beside it."""

    name: str
    setting: Callable[[int], dict[str, Any]]
    program: Callable[[int], str]
    dense: Dense
    sink: bool = False


def one_hot(tokens: Tokens, size: int = 8) -> NDArray[np.float64]:
    """(batch, length, size)."""
    return np.eye(size)[tokens]


# Reverse ----------------------------------------------------------------------------------------


def _reverse_setting(length: int) -> dict[str, Any]:
    return {"tokens": DIGITS, "max_len": length, "attention": "bidirectional"}


def _reverse(length: int) -> str:
    """The mirrored position is worked out in two digits, so that neurons grow with the length."""
    base = math.isqrt(length - 1) + 1
    low = " ".join(f"{i}:{i % base}" for i in range(length))
    high = " ".join(f"{i}:{i // base}" for i in range(length))
    return f"""
space digit = 0..{base - 1}
space borrow = 0..1
slot low : digit
slot high : digit
slot last_low : digit
slot last_high : digit
slot their_low : digit
slot their_high : digit
slot borrow : borrow
relation low = {low}
relation high = {high}
layer
  head self
    match key.position == query.position
    copy position through low -> low
    copy position through high -> high
  head last
    prefer latest
    copy position through low -> last_low
    copy position through high -> last_high
  mlp
    compute their_low = (last_low - low) % {base}
    compute borrow = max(0, min(1, low - last_low))
layer
  mlp
    compute their_high = last_high - high - borrow
layer
  head fetch
    match key.low == query.their_low
    match key.high == query.their_high
    copy token -> answer
output answer
"""


def _dense_reverse(tokens: Tokens) -> NDArray[np.int16]:
    length = tokens.shape[1]
    places = np.arange(length)
    scores = (places[:, None] == length - 1 - places).astype(np.float64)
    return np.asarray(np.matmul(scores, one_hot(tokens)).argmax(axis=-1), dtype=np.int16)


# Count your own token ---------------------------------------------------------------------------


def _count_setting(length: int) -> dict[str, Any]:
    return {
        "tokens": ["^", *"abcdefg"],
        "max_len": length,
        "bos": True,
        "attention": "bidirectional",
        "resolution": 2.0**-17,
        "spaces": {"num": {"range": [0, length - 1]}},
    }


def _count(length: int) -> str:
    rules = "".join(f"    when mix[^] == 1/{n + 1}: count = {n}\n" for n in range(1, length))
    return f"""
slot count : num
layer
  head same
    match key.token == query.token
    match key.token is ^
    copy token -> mix
  mlp
    when token is ^: count = 0
{rules}output count
"""


def _dense_count(tokens: Tokens) -> NDArray[np.int16]:
    hot = one_hot(tokens)
    same = np.matmul(hot, hot.transpose(0, 2, 1)).sum(axis=-1)
    return np.where(tokens == 0, 0, same).astype(np.int16)


# Sort -------------------------------------------------------------------------------------------


def _sort(length: int) -> str:
    """Position i takes the label at which the running share of tokens passes i / length."""
    upto = "".join(f"concept upto{v} = {' '.join(DIGITS[: v + 1])}\n" for v in range(len(DIGITS)))
    scale = "".join(
        f"    neuron {i}*first[0] + 2*position[{i}] - 2: place = here\n" for i in range(length)
    )
    votes = "".join(
        f"    when mix[upto{v}] > place[here]: answer = {v}, answer = {v + 1} gain -1\n"
        for v in range(len(DIGITS) - 1)
    )
    return f"""
space mark = here
slot place : mark
slot answer : token
{upto}layer
  head all
    copy token -> mix
    copy position[0] -> first
  mlp
{scale}layer
  mlp
{votes}    when mix[upto7] > place[here]: answer = 7
output answer
"""


def _dense_sort(tokens: Tokens) -> NDArray[np.int16]:
    places = np.arange(tokens.shape[1])
    before = (tokens[:, None, :] < tokens[:, :, None]).sum(axis=-1)
    same = (tokens[:, None, :] == tokens[:, :, None]) & (places < places[:, None])
    rank = before + same.sum(axis=-1)
    scores = (rank[:, None, :] == places[:, None]).astype(np.float64)
    return np.asarray(np.matmul(scores, one_hot(tokens)).argmax(axis=-1), dtype=np.int16)


# Dyck-1 -----------------------------------------------------------------------------------------


def _dyck_setting(length: int) -> dict[str, Any]:
    return {
        "tokens": ["^", "(", ")", *"abcde"],
        "max_len": length,
        "bos": True,
        "spaces": {"verdict": ["ok", "bad"], "answer": ["yes", "no"]},
    }


def _dyck(length: int) -> str:
    return """
slot bad : verdict
slot answer : answer
layer
  head all
    copy token -> mix
  mlp
    when mix[")"] > mix["("]: bad = bad
    otherwise: bad = ok
layer
  head any_bad
    match key.bad is bad
    copy bad -> seen
  mlp
    when seen is ok and mix["("] == mix[")"]: answer = yes
    otherwise: answer = no
output answer
"""


def _dense_dyck(tokens: Tokens) -> NDArray[np.int16]:
    length = tokens.shape[1]
    seen = np.tri(length)
    counts = np.matmul(seen, one_hot(tokens))
    depth = counts[..., 1] - counts[..., 2]
    fallen = np.where(seen > 0, depth[:, None, :], 0).min(axis=-1) < 0
    return np.asarray((depth != 0) | fallen, dtype=np.int16)


# Induction --------------------------------------------------------------------------------------


def _induction_setting(length: int) -> dict[str, Any]:
    return {"tokens": list("abcdefgh"), "max_len": length}


def _induction(length: int) -> str:
    return """
layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    prefer latest
    copy token -> guess
output guess
"""


def _dense_induction(tokens: Tokens) -> NDArray[np.int16]:
    length = tokens.shape[1]
    hot = one_hot(tokens)
    before = np.concatenate([hot[:, :1], hot[:, :-1]], axis=1)
    scores = np.matmul(hot, before.transpose(0, 2, 1))
    scores += np.arange(length) / (2 * length)
    scores[:, ~np.tri(length, dtype=bool)] = -np.inf
    chosen = scores.argmax(axis=-1)
    return np.asarray(np.take_along_axis(tokens, chosen, axis=1), dtype=np.int16)


TASKS = (
    Task("reverse", _reverse_setting, _reverse, _dense_reverse),
    Task("count your own token", _count_setting, _count, _dense_count, sink=True),
    Task("sort", _reverse_setting, _sort, _dense_sort),
    Task("Dyck-1", _dyck_setting, _dyck, _dense_dyck, sink=True),
    Task("induction", _induction_setting, _induction, _dense_induction),
)
