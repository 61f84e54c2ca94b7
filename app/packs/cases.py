"""The cases of a puzzle: every sequence, and the wanted answers, as small integers.

A file holds them end to end (see docs/authors/format.md); here they are padded arrays. Rows
`0..small` are the small world, sorted by length and then in the order of the vocabulary; the rows
after them are the long world, sorted in the same way.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.language import bounds
from app.packs.archive import Arrays, BadArchive, pack_arrays, read_arrays
from app.packs.shape import FORMAT, LONG_LIMIT, SMALL_LIMIT

FILE_BYTES = 16 * 2**20
"""The largest case file that is opened at all."""

SEQUENCES = SMALL_LIMIT + LONG_LIMIT
NOT_SCORED = -1

Tokens = NDArray[np.uint8]
Wanted = NDArray[np.int16]
Lengths = NDArray[np.int16]

_KINDS = {
    "tokens": "|u1",
    "wanted": "<i2",
    "lengths": "<i2",
    "wanted_lengths": "<i2",
    "example_tokens": "|u1",
    "example_wanted": "<i2",
    "example_lengths": "<i2",
    "example_wanted_lengths": "<i2",
    "counts": "<i4",
    "meta": "|u1",
}


class BadCases(ValueError):
    """A case file that cannot be trusted; its message is one sentence."""


@dataclass(frozen=True)
class Meta:
    """What a case file says about itself.

    `every` tells whether the small world holds every sequence over the vocabulary up to
    `small_length`; otherwise it holds every one that the task allows. Lengths leave out the `^`.
    """

    labels: tuple[str, ...]
    digest: str
    seed: int
    small_length: int
    long_length: int
    every: bool


@dataclass(frozen=True, eq=False)
class Cases:
    """All cases of a puzzle.

    tokens (B, L): indices into the vocabulary, 0 beyond the length. lengths (B,). wanted (B, W):
    indices into `labels`, -1 where nothing is scored and beyond the end; W is L unless the
    puzzle generates, when a row holds the tokens to be generated. small: leading rows that are the
    small world.
    """

    tokens: Tokens
    lengths: Lengths
    wanted: Wanted
    small: int
    meta: Meta

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that `wanted` indexes."""
        return self.meta.labels

    @property
    def small_length(self) -> int:
        """The longest sequence of the small world, without its `^`."""
        return self.meta.small_length

    @property
    def long_length(self) -> int:
        """The longest sequence of the long world, without its `^`."""
        return self.meta.long_length

    @property
    def digest(self) -> str:
        """SHA-256 of what the cases were made from."""
        return self.meta.digest

    @property
    def total(self) -> int:
        """How many sequences there are."""
        return len(self.lengths)


@dataclass(frozen=True)
class Rows:
    """Sequences and answers by index, row by row, before or after the file."""

    tokens: tuple[tuple[int, ...], ...]
    wanted: tuple[tuple[int, ...], ...]


def pack_cases(small: Rows, long: Rows, examples: Rows, meta: Meta) -> bytes:
    """The bytes of a case file; the same input gives the same bytes."""
    text = json.dumps(
        {
            "format": FORMAT,
            "labels": list(meta.labels),
            "digest": meta.digest,
            "seed": meta.seed,
            "small_length": meta.small_length,
            "long_length": meta.long_length,
            "every": meta.every,
        },
        sort_keys=True,
    )
    both = Rows(small.tokens + long.tokens, small.wanted + long.wanted)
    arrays = _flat("", both) | _flat("example_", examples)
    arrays["counts"] = np.array([len(small.tokens), len(long.tokens)], dtype="<i4")
    arrays["meta"] = np.frombuffer(text.encode(), dtype="|u1")
    return pack_arrays({name: arrays[name] for name in _KINDS})


def read_cases(path: Path, tokens: tuple[str, ...], labels: tuple[str, ...]) -> Cases:
    """The cases of a file, padded. Raises BadCases for anything that is not as it should be."""
    arrays, meta = _open(path, labels)
    size, lengths = _rows("", arrays, len(tokens), len(labels))
    counts = arrays["counts"]
    if len(counts) != 2 or counts.min() < 0 or int(counts.sum()) != size:
        raise BadCases("the counts of its two worlds do not add up")
    if counts[0] > SMALL_LIMIT or counts[1] > LONG_LIMIT:
        raise BadCases("it holds more cases than are allowed")
    wanted = _padded(arrays["wanted"], arrays["wanted_lengths"], NOT_SCORED)
    padded = _padded(arrays["tokens"], lengths, 0)
    for array in (padded, lengths, wanted):
        array.setflags(write=False)
    return Cases(padded, lengths, wanted, int(counts[0]), meta)


def read_examples(
    path: Path, tokens: tuple[str, ...], labels: tuple[str, ...]
) -> tuple[Rows, Meta]:
    """The examples of a file and what it says about itself; its cases are not padded or kept."""
    arrays, meta = _open(path, labels)
    _, lengths = _rows("example_", arrays, len(tokens), len(labels))
    found = _split(arrays["example_tokens"], lengths)
    answers = _split(arrays["example_wanted"], arrays["example_wanted_lengths"])
    return Rows(found, answers), meta


def _open(path: Path, labels: tuple[str, ...]) -> tuple[Arrays, Meta]:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise BadCases(f"it is larger than {FILE_BYTES // 2**20} MB")
        arrays = read_arrays(path.read_bytes(), _KINDS)
    except FileNotFoundError:
        raise BadCases("it is not there yet; run `btt pack build`") from None
    except OSError as error:
        raise BadCases(f"it cannot be read ({error.strerror})") from None
    except BadArchive as error:
        raise BadCases(str(error)) from None
    meta = _meta(arrays["meta"])
    if meta.labels != labels:
        raise BadCases("its labels are not those of the puzzle's output; run `btt pack build`")
    return arrays, meta


def _meta(raw: NDArray[Any]) -> Meta:
    try:
        data = json.loads(raw.tobytes().decode())
        if data.pop("format") != FORMAT:
            raise BadCases("it was built for another format; run `btt pack build`")
        meta = Meta(**{**data, "labels": tuple(data["labels"])})
        kinds = (str, int, int, int, bool)
        fields = (meta.digest, meta.seed, meta.small_length, meta.long_length, meta.every)
        if not all(isinstance(f, k) for f, k in zip(fields, kinds, strict=True)):
            raise BadCases("what it says about itself is not readable")
        return meta
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, BadCases):
            raise
        raise BadCases("what it says about itself is not readable") from None


def _rows(prefix: str, arrays: Arrays, tokens: int, labels: int) -> tuple[int, Lengths]:
    """How many rows there are, and their lengths, once everything adds up."""
    lengths, widths = arrays[f"{prefix}lengths"], arrays[f"{prefix}wanted_lengths"]
    if not len(lengths) == len(widths) <= SEQUENCES:
        raise BadCases("it holds more cases than are allowed, or not an answer for each")
    for sizes, flat in ((lengths, "tokens"), (widths, "wanted")):
        if len(sizes) and not 1 <= sizes.min() <= sizes.max() <= bounds.SEQUENCE_TOKENS:
            raise BadCases("one of its sequences has an impossible length")
        if int(sizes.sum(dtype=np.int64)) != len(arrays[prefix + flat]):
            raise BadCases(f"its {prefix}{flat} and their lengths do not add up")
    wanted = arrays[f"{prefix}wanted"]
    if len(arrays[f"{prefix}tokens"]) and int(arrays[f"{prefix}tokens"].max()) >= tokens:
        raise BadCases("it names a token that the setting does not have")
    if len(wanted) and not NOT_SCORED <= wanted.min() <= wanted.max() < labels:
        raise BadCases("it names a label that the output does not have")
    return len(lengths), lengths


def _flat(prefix: str, rows: Rows) -> dict[str, NDArray[Any]]:
    return {
        f"{prefix}tokens": np.array([t for row in rows.tokens for t in row], dtype="|u1"),
        f"{prefix}wanted": np.array([w for row in rows.wanted for w in row], dtype="<i2"),
        f"{prefix}lengths": np.array([len(row) for row in rows.tokens], dtype="<i2"),
        f"{prefix}wanted_lengths": np.array([len(row) for row in rows.wanted], dtype="<i2"),
    }


def _padded(flat: NDArray[Any], lengths: Lengths, filler: int) -> NDArray[Any]:
    """(B, longest): the rows of a flat array, the rest filled."""
    longest = int(lengths.max()) if len(lengths) else 0
    inside = np.arange(longest) < lengths[:, None]
    rows = np.full(inside.shape, filler, dtype=flat.dtype)
    rows[inside] = flat
    return rows


def _split(flat: NDArray[Any], lengths: Lengths) -> tuple[tuple[int, ...], ...]:
    ends = np.cumsum(lengths, dtype=np.int64)
    return tuple(
        tuple(int(x) for x in flat[end - length : end])
        for end, length in zip(ends, lengths, strict=True)
    )
