"""What one slot holds at one position, made visible: amounts over labels become a chip.

A chip is crisp (one label, wholly), blurred (labels share it), empty, or voted (amounts outside
0..1). Colour helps the eye only: every chip also says what it holds in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal

from app.language.program import Ref
from app.language.scope import Scope
from app.language.words import is_whole

Kind = Literal["crisp", "blurred", "empty", "voted"]

EXACT = 1e-6
"""Amounts closer than this are the same amount, as everywhere in the engine."""
COLOURS = 8
"""Palette entries 1..8 of tokens.css; 0 is the grey of the sink and of blank labels."""

_GREYS = frozenset({"^", ".", "_", ""})
_DENOMINATOR = 12
_LETTER = 8.5
_SMALL_LETTER = 6.4
"""Pixels that a character of a chip, and of the line under it, takes at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One label's share of a chip; `x` and `width` are pixels from the chip's left edge."""

    label: str
    amount: str
    colour: int
    x: float = 0.0
    width: float = 0.0
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Chip:
    """A cell's content. `caption` is the short line under it, `words` the whole of it."""

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    concept: str = ""
    caption: str = ""
    words: str = "empty"
    more: int = 0


@dataclass(frozen=True)
class Palette:
    """How the labels of one space are drawn."""

    labels: tuple[str, ...]
    concepts: tuple[tuple[str, frozenset[int]], ...] = ()
    """Concepts of the space with their leaf labels, the smallest first."""

    def colour(self, index: int) -> int:
        """Palette entry of a label: stable, by its order in the space."""
        return colours(self.labels)[index]


EMPTY = Chip("empty")


def colours(labels: Sequence[str]) -> tuple[int, ...]:
    """The palette entry of each label of a space; greys do not use up an entry.

    With more words than colours all are grey: two words of one colour would look like kin. Whole
    numbers take turns, since their neighbours differ and nobody takes 1 and 9 for kin.
    """
    coloured = [label for label in labels if label not in _GREYS]
    if len(coloured) > COLOURS and not all(is_whole(label) for label in coloured):
        return (0,) * len(labels)
    taken, entries = 0, []
    for label in labels:
        if label in _GREYS:
            entries.append(0)
        else:
            entries.append(taken % COLOURS + 1)
            taken += 1
    return tuple(entries)


def palette(scope: Scope, space: str) -> Palette:
    """The palette of a space as a program sees it, its concepts included."""
    found = [
        (name, frozenset(scope.members(space, Ref(name)) or ()))
        for name, concept in scope.concepts.items()
        if concept.space == space
    ]
    return Palette(scope.spaces[space], tuple(sorted(found, key=lambda each: len(each[1]))))


def chip(amounts: Sequence[float], of: Palette, width: int) -> Chip:
    """The chip for amounts over the labels of a space, `width` pixels wide."""
    held = [(i, float(x)) for i, x in enumerate(amounts) if abs(x) > EXACT]
    if not held:
        return EMPTY
    if len(held) == 1 and abs(held[0][1] - 1) <= EXACT:
        index = held[0][0]
        label = of.labels[index]
        return Chip("crisp", (Piece(label, "1", of.colour(index)),), words=label)
    if any(x < -EXACT or x > 1 + EXACT for _, x in held):
        return _voted(held, of)
    return _blurred(held, of, width)


def _blurred(held: list[tuple[int, float]], of: Palette, width: int) -> Chip:
    whole = max(1.0, sum(x for _, x in held))
    edges = [0.0, *accumulate(x / whole * width for _, x in held)]
    pieces = tuple(
        Piece(
            label=of.labels[i],
            amount=amount_text(x),
            colour=of.colour(i),
            x=round(left, 2),
            width=round(right - left, 2),
            fits=len(of.labels[i]) * _LETTER + 2 <= right - left,
        )
        for (i, x), (left, right) in zip(held, pairwise(edges), strict=True)
    )
    total = sum(x for _, x in held)
    concept = _certain({i for i, _ in held}, of) if abs(total - 1) <= EXACT else ""
    words = ", ".join(f"{piece.label} {piece.amount}" for piece in pieces)
    return Chip(
        "blurred",
        pieces,
        concept=f"{concept} 100%" if concept else "",
        caption=_caption(pieces, width),
        words=f"{concept} 100%: {words}" if concept else words,
    )


def _voted(held: list[tuple[int, float]], of: Palette) -> Chip:
    ranked = sorted(held, key=lambda each: -abs(each[1]))
    pieces = tuple(Piece(of.labels[i], amount_text(x), of.colour(i)) for i, x in ranked)
    words = ", ".join(f"{piece.label} {piece.amount}" for piece in pieces)
    return Chip("voted", pieces[:2], words=words, more=max(0, len(pieces) - 2))


def _certain(held: set[int], of: Palette) -> str:
    """The smallest concept that has every held label but not the whole space, if one does."""
    if len(held) < 2:
        return ""
    everything = len(of.labels)
    return next(
        (name for name, leaves in of.concepts if held <= leaves and len(leaves) < everything), ""
    )


def _caption(pieces: Sequence[Piece], width: int) -> str:
    """As many shares as fit under a chip, the largest first where not all do."""
    room = int((width + 14) / _SMALL_LETTER)
    texts = [f"{piece.label} {piece.amount}" for piece in pieces]
    if len(" ".join(texts)) <= room:
        return " ".join(texts)
    if len({piece.amount for piece in pieces}) == 1:
        return f"{len(texts)} × {pieces[0].amount}"
    largest = max(range(len(pieces)), key=lambda i: pieces[i].width)
    return f"{texts[largest]} …"


def amount_text(amount: float) -> str:
    """A number a person reads: a small fraction where it is one, else two decimals."""
    near = Fraction(amount).limit_denominator(_DENOMINATOR)
    if abs(float(near) - amount) <= EXACT:
        text = str(abs(near))
    elif abs(amount) < 0.01:
        text = "<0.01"
    else:
        text = f"{abs(amount):.2f}".rstrip("0").rstrip(".")
        text = f"≈{text}" if text in {"1", "0"} else text
    return f"−{text}" if amount < 0 else text


def argmax_labels(amounts: Sequence[float], labels: Sequence[str]) -> tuple[str, ...]:
    """The labels that share the largest amount: one is an answer, several are undecided."""
    top = max(amounts, default=0.0)
    return tuple(label for label, x in zip(labels, amounts, strict=True) if abs(x - top) <= EXACT)
