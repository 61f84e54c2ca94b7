"""Where the selected head looks and where the selected rule fires, as sentences and tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.web.chips import EXACT, amount_text

WIDEST = 32
"""Past this many positions only the chosen position's row is shown."""
SHADES = 10
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Weight:
    """One cell of the pattern. `shade` 0..10 is the weight in tenths; None cannot be seen."""

    text: str
    shade: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """From one position: how much of each position it reads."""

    position: int
    token: str
    weights: tuple[Weight, ...]
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A head's attention as a table, with the chosen position's row in words."""

    head: str
    sentence: str
    tokens: tuple[str, ...]
    rows: tuple[Row, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule at one position."""

    position: int
    token: str
    activation: str
    chosen: bool
    href: str


def pattern(
    head: str,
    weights: NDArray[np.float64],
    visible: NDArray[np.bool_],
    tokens: Sequence[str],
    chosen: int,
    hrefs: Sequence[str],
) -> Pattern:
    """The pattern (L, L) of a head; `hrefs[i]` chooses position i."""
    cut = len(tokens) > WIDEST
    shown = [chosen] if cut else range(len(tokens))
    return Pattern(
        head=head,
        sentence=sentence(weights[chosen], visible[chosen], chosen),
        tokens=tuple(tokens),
        rows=tuple(
            Row(
                position=i,
                token=tokens[i],
                weights=tuple(
                    _weight(float(x), bool(seen))
                    for x, seen in zip(weights[i], visible[i], strict=True)
                ),
                chosen=i == chosen,
                href=hrefs[i],
            )
            for i in shown
        ),
        cut=cut,
    )


def sentence(weights: NDArray[np.float64], visible: NDArray[np.bool_], at: int) -> str:
    """What one position reads, in words."""
    looked = [j for j in np.argsort(-weights, kind="stable") if weights[j] > EXACT]
    seen = int(visible.sum())
    if len(looked) == 1:
        where = "itself" if looked[0] == at else f"position {looked[0]}"
        only = ", the only one it sees" if seen == 1 else ""
        return f"At position {at} it looks at {where}{only}."
    even = weights[looked].max() - weights[looked].min() <= EXACT
    if even and len(looked) == seen:
        return (
            f"At position {at} nothing stands out: it reads the average of all {seen} "
            "positions it sees."
        )
    if even:
        share = "half each" if len(looked) == 2 else f"{amount_text(1 / len(looked))} each"
        return f"At position {at} it looks at {_list(sorted(map(int, looked)))}, {share}."
    told = [f"{j} ({amount_text(float(weights[j]))})" for j in looked[:_NAMED]]
    rest = len(looked) - len(told)
    more = f" and {rest} more" if rest else ""
    return f"At position {at} it looks at {', '.join(told)}{more}."


def fired(
    activation: NDArray[np.float64], tokens: Sequence[str], chosen: int, hrefs: Sequence[str]
) -> tuple[Fired, ...]:
    """A rule's activation at every position."""
    return tuple(
        Fired(i, tokens[i], _number(float(x)), i == chosen, hrefs[i])
        for i, x in enumerate(activation)
    )


def _number(x: float) -> str:
    return "0" if abs(x) <= EXACT else amount_text(x)


def _weight(x: float, visible: bool) -> Weight:
    if not visible:
        return Weight("", None)
    return Weight(_number(x), round(min(1.0, max(0.0, x)) * SHADES))


def _list(positions: list[int]) -> str:
    if len(positions) == 1:
        return str(positions[0])
    return f"{', '.join(map(str, positions[:-1]))} and {positions[-1]}"
