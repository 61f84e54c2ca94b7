"""Two seats side by side: where their tokens differ, and how a sentence speaks of them."""

from collections.abc import Sequence
from typing import Any

from app.gaps.exam import Seat


def differ(one: Seat, other: Seat) -> tuple[int, ...]:
    """The places, from the left, whose tokens differ; a missing token differs from any."""
    length = max(len(one.tokens), len(other.tokens))
    return tuple(
        place
        for place in range(length)
        if one.tokens[place : place + 1] != other.tokens[place : place + 1]
    )


def code(text: str) -> str:
    """A name or a label as a page shows it; a backtick would end it too soon."""
    return "`" + text.replace("`", "'") + "`"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, or `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def places(positions: Sequence[int]) -> str:
    """`position 2`, or `positions 2 and 4`; many are counted instead."""
    if len(positions) > 4:
        return f"{len(positions)} positions"
    names = listed([str(position) for position in positions])
    return f"position{'' if len(positions) == 1 else 's'} {names}"


def seat_json(seat: Seat, given: str | None) -> dict[str, Any]:
    """A seat and what it answers, as plain data."""
    return {
        "tokens": list(seat.tokens),
        "position": seat.position,
        "wanted": seat.wanted,
        "given": given,
    }
