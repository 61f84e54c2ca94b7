"""How much of the tower is on show: up to which half-layer, which layers, which columns.

`at=3&fold=0.2&cols=few&open=40` in the address: three half-layers are shown, the first and the
third layer are folded, only columns that matter are shown, and those around position 40 as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from app.language import bounds

Columns = Literal["", "all", "few"]
WAY = "way"
_CHOICES: tuple[Columns, ...] = get_args(Columns)


@dataclass(frozen=True, slots=True)
class Look:
    """What of a tower is shown; everything, unless it is long.

    `line` counts the half-layers below the reading line, None for all. `folded` are layers from 0;
    `way` folds instead whatever the chosen position's answer does not come through. `opened` are
    positions whose run of folded columns is shown.
    """

    line: int | None = None
    folded: tuple[int, ...] = ()
    way: bool = False
    columns: Columns = ""
    opened: tuple[int, ...] = ()

    def fields(self) -> dict[str, str]:
        """What an address says of it; nothing is said of a default."""
        return {
            "at": "" if self.line is None else str(self.line),
            "fold": WAY if self.way else _written(self.folded),
            "cols": self.columns,
            "open": _written(self.opened),
        }

    def fold(self, layers: Iterable[int]) -> "Look":
        """With exactly these layers folded."""
        return replace(self, folded=tuple(sorted(layers)), way=False)

    def within(self, halves: int) -> "Look":
        """A line at or above the top is no line, so that a layer added later is shown too."""
        return self if self.line is None or self.line < halves else replace(self, line=None)


def look_of(query: Mapping[str, str]) -> Look:
    """What an address asks to be shown; what cannot be read is ignored."""
    line = _numbers(query.get("at", ""))
    fold, columns = query.get("fold", ""), query.get("cols", "")
    return Look(
        line=line[0] if len(line) == 1 else None,
        folded=_numbers(fold),
        way=fold == WAY,
        columns=next((each for each in _CHOICES if each == columns), ""),
        opened=_numbers(query.get("open", "")),
    )


def _written(numbers: Iterable[int]) -> str:
    return ".".join(map(str, numbers))


def _numbers(text: str) -> tuple[int, ...]:
    """The whole numbers in `3.14.15`, or none if anything else stands there."""
    parts = text.split(".", bounds.SEQUENCE_TOKENS)[: bounds.SEQUENCE_TOKENS]
    whole = all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts)
    return tuple(sorted({int(part) for part in parts})) if whole else ()
