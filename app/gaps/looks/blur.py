"""The first mixture on the way to an answer that a later step reads as if it were one label.

Heads copy averages and rules may write several labels, and that is no fault in itself: amounts can
be counted and compared. It goes wrong where a step asks which label a slot holds: a clause, a
literal, `==`, `compute`, or the output. This finds the earliest such slot on one failing sequence
and says how it became a mixture. What it says is read off the trace, so it is a proof for this
sequence; that mending it would mend the answer is not claimed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from app.engine.limits import TIE
from app.engine.stream import Floats
from app.engine.trace import trace
from app.gaps.claim import Claim
from app.gaps.exam import Exam
from app.gaps.looks.clauses import head_at
from app.gaps.looks.looks import Look, copied, looks, looks_at, places
from app.gaps.looks.mixture import Mixtures, Site
from app.gaps.looks.way import writes_of
from app.language.expand import rules_of
from app.language.program import Place, Program

__all__ = ["Blur", "Look", "blur", "looks"]

Why = Literal["tie", "nothing matched", "partial match", "soft", "heads", "copy", "rules"]


@dataclass(frozen=True, slots=True)
class Blur:
    """A slot that holds no single label, and the step that reads it as if it did.

    step and name: the head, or the rule (its name is empty), that made the mixture in `layer`.
    positions: the keys it looked at, and keys the tokens there. held: the labels and amounts of the
    mixture. failed: clauses that those keys do not fulfil. reader: the step that reads it, in
    words, empty for the output; decided: whether the program answers anything in the end.
    """

    slot: str
    position: int
    layer: int
    step: Place
    name: str
    why: Why
    positions: tuple[int, ...]
    keys: tuple[str, ...]
    held: tuple[tuple[str, float], ...]
    failed: tuple[str, ...]
    reader: str
    decided: bool
    claim: Claim

    @property
    def sentence(self) -> str:
        """How the mixture came about, and who takes it for one label."""
        return f"{_CAUSES[self.why](self)}, so there `{self.slot}` {self._holds}. {self._read}"

    @property
    def _holds(self) -> str:
        shown = [f"`{label}` {amount_text(amount)}" for label, amount in self.held[:3]]
        more = len(self.held) - len(shown)
        shown += [f"{more} more"] if more else []
        return f"holds {' and '.join(', '.join(shown).rsplit(', ', 1))}"

    @property
    def _read(self) -> str:
        if self.reader:
            return f"{self.reader[0].upper()}{self.reader[1:]} reads it as if it were one label."
        undecided = "no label leads, so nothing is answered"
        return f"The answer is read off that: {'the largest wins' if self.decided else undecided}."

    @property
    def _head(self) -> str:
        return f"head `{self.name}` of layer {self.layer + 1}"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "slot": self.slot,
            "position": self.position,
            "layer": self.layer,
            "step": list(self.step),
            "name": self.name,
            "why": self.why,
            "positions": list(self.positions),
            "keys": list(self.keys),
            "held": [list(pair) for pair in self.held],
            "failed": list(self.failed),
            "reader": self.reader,
            "decided": self.decided,
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "sentence": self.sentence,
        }


def _tie(found: Blur) -> str:
    return (
        f"For position {found.position}, {found._head} likes {places(found.positions)} equally "
        "well and copies the average of them"
    )


def _nothing(found: Blur) -> str:
    return (
        f"For position {found.position}, {found._head} finds nothing that it asks for and copies "
        f"the average of {places(found.positions)}"
    )


def _partial(found: Blur) -> str:
    failed = " and ".join(f"`{clause}`" for clause in found.failed[:2])
    return (
        f"For position {found.position}, {found._head} finds no full match: "
        f"{places(found.positions)} come equally close, all without {failed}, and it copies the "
        "average of them"
    )


def _soft(found: Blur) -> str:
    return (
        f"Attention is soft here, so for position {found.position} {found._head} mixes what it "
        f"likes best, {places(found.positions)}, with everything else it sees"
    )


def _heads(found: Blur) -> str:
    return f"Several heads of layer {found.layer + 1} write to position {found.position}"


def _copy(found: Blur) -> str:
    return (
        f"For position {found.position}, {found._head} does not copy one whole label from "
        f"{places(found.positions)}"
    )


def _rules(found: Blur) -> str:
    return f"The rules of layer {found.layer + 1} do not write one whole label at position " + str(
        found.position
    )


_CAUSES = {
    "tie": _tie,
    "nothing matched": _nothing,
    "partial match": _partial,
    "soft": _soft,
    "heads": _heads,
    "copy": _copy,
    "rules": _rules,
}


def blur(exam: Exam, program: Program, tokens: tuple[str, ...], position: int) -> Blur | None:
    """The first blurred slot that a later step takes for crisp, on one sequence, or None."""
    among = Mixtures(program, exam.setting, trace(program, exam.setting, tokens), position)
    readers: dict[Site, str] = {}
    for site, reader in _once(among.readings()):
        readers.setdefault(among.origin(site), reader)
    if not readers:
        return None
    order = list(among.scope.slots)
    first = min(readers, key=lambda site: (site[2], order.index(site[0]), site[1]))
    return _explained(among, first, readers[first])


def _once(readings: Iterable[tuple[Site, str]]) -> Iterable[tuple[Site, str]]:
    """The first reading of each site."""
    first: dict[Site, str] = {}
    for site, reader in readings:
        first.setdefault(site, reader)
    return first.items()


def _explained(among: Mixtures, site: Site, reader: str) -> Blur:
    slot, position, level = site
    look = _look(among, site) if level % 2 == 1 else None
    amounts, labels = among.held(site), among.found.slots[slot]
    largest = sorted(np.flatnonzero(np.abs(amounts) > TIE), key=lambda i: -amounts[i])
    winners = () if look is None else look.winners
    return Blur(
        slot=slot,
        position=position,
        layer=(level - 1) // 2,
        step=_rule(among, site) if look is None else look.place,
        name="" if look is None else look.head,
        why="rules" if look is None else _why(among, site, look),
        positions=winners,
        keys=tuple(among.found.tokens[key] for key in winners),
        held=tuple((labels[i], float(amounts[i])) for i in largest),
        failed=() if look is None else look.failed,
        reader=reader,
        decided=among.decided,
        claim=Claim("proof", "for your program on this sequence"),
    )


def _look(among: Mixtures, site: Site) -> Look:
    """The look of the first head that brings a mixture, or of the one that brings most."""
    layer = site[2] // 2
    brought = [
        _brought(among, ("layers", layer, "heads", h), site)
        for h in range(len(among.program.layers[layer].heads))
    ]
    most = max(range(len(brought)), key=lambda h: float(np.abs(brought[h]).sum()))
    chosen = next((h for h, amounts in enumerate(brought) if among.mixed(amounts)), most)
    place: Place = ("layers", layer, "heads", chosen)
    return next(looks_at(among.program, among.setting, among.found, place, (site[1],)))


def _brought(among: Mixtures, place: Place, site: Site) -> Floats:
    """(labels,): what one head adds to a slot."""
    slot, position, _ = site
    total = np.zeros(len(among.found.slots[slot]))
    shares = among.found.heads[int(place[1])][int(place[3])].pattern[position]
    for copy in head_at(among.program, place).copies:
        if copy.target == slot:
            total += shares @ copied(copy, among.scope, among.found, place)
    return total


def _why(among: Mixtures, site: Site, look: Look) -> Why:
    if not among.mixed(_brought(among, look.place, site)):
        return "heads"
    if look.match == "none" and len(look.winners) > 1:
        return "nothing matched"
    if among.soft:
        return "soft"
    if len(look.winners) == 1:
        return "copy"
    return "partial match" if look.match == "some" else "tie"


def _rule(among: Mixtures, site: Site) -> Place:
    """The first rule that wrote to the slot, or the layer if only an `otherwise` did."""
    slot, position, level = site
    place: Place = ("layers", level // 2 - 1)
    rules = dict(rules_of(among.program.layers[level // 2 - 1], place))
    for unit in among.found.units[level // 2 - 1]:
        if slot in writes_of(rules[unit.place]) and abs(unit.activation[position]) > TIE:
            return unit.place
    return place


def amount_text(amount: float) -> str:
    """`1/3` for a small fraction, otherwise up to three digits."""
    near = Fraction(amount).limit_denominator(32)
    if abs(float(near) - amount) < 1e-9:
        return str(near)
    return f"{amount:.3g}"
