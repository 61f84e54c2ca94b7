"""How rules lose a difference: what they read is not the same, and what they write is."""

from collections.abc import Iterator

from app.engine.limits import TIE
from app.gaps.pair import code, listed
from app.gaps.partings.loss import Loss, codes
from app.gaps.partings.sides import Sides, Spot, unequal, writes


def mapped_together(both: Sides, layer: int, spot: Spot, needed: set[str]) -> Iterator[Loss]:
    """Rules that read what differs and write the same; none if any write carries a difference."""
    apart = both.apart(2 * layer + 1, spot)
    rules = both.rules(layer)
    written = [
        s for s in both.traces[0].slots if s in needed and any(s in writes(r) for _, r in rules)
    ]
    added = {s: both.at(2 * layer + 2, s, spot) - both.at(2 * layer + 1, s, spot) for s in written}
    if not apart or any(unequal(amounts) for amounts in added.values()):
        return
    for slot in written:
        numbers = [
            number
            for number, (place, rule) in enumerate(rules, 1)
            if slot in writes(rule)
            and both.reads(layer, rule).intersection(apart)
            and (both.fired(layer, place, spot) > TIE).any()
        ]
        if numbers:
            lost = _read(both, layer, numbers, apart)
            yield _loss(both, layer, spot, numbers, lost, f"but writes the same {code(slot)}")


def _loss(
    both: Sides, layer: int, spot: Spot, numbers: list[int], slots: tuple[str, ...], what: str
) -> Loss:
    name = f"rule{'' if len(numbers) == 1 else 's'} {listed([str(n) for n in numbers])}"
    verbs = what if len(numbers) == 1 else what.replace("writes", "write")
    reads = "reads" if len(numbers) == 1 else "read"
    where = "" if spot == both.seat else f" at position {spot[0]}"
    sentence = (
        f"In layer {layer + 1}, {name}{where} {reads} {codes(slots)}, which "
        f"{'differs' if len(slots) == 1 else 'differ'} there, {verbs} in both."
    )
    step = both.rules(layer)[numbers[0] - 1][0]
    return Loss("mapped together", layer, step, name, spot[0], (), slots, sentence)


def evened(both: Sides, last: int) -> Iterator[Loss]:
    """Rules that made the seats' own streams equal, which last differed before they wrote."""
    layer = last // 2
    apart = both.apart(last, both.seat)
    slots = both.readable(apart)
    rules = both.rules(layer)
    numbers = [
        number
        for number, (place, rule) in enumerate(rules, 1)
        if writes(rule).intersection(slots) and unequal(both.fired(layer, place, both.seat))
    ]
    if numbers:
        what = f"and writes just what makes {codes(slots)} equal"
        yield _loss(both, layer, both.seat, numbers, _read(both, layer, numbers, apart), what)


def _read(both: Sides, layer: int, numbers: list[int], apart: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the slots that differ which any of these rules reads."""
    rules = both.rules(layer)
    read = {slot for number in numbers for slot in both.reads(layer, rules[number - 1][1])}
    return tuple(slot for slot in apart if slot in read)
