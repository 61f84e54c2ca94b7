"""Averages are fractions, and an MLP tells fractions apart only as finely as its resolution.

A head that averages brings c/n, and with a sink among what it counts 1/(c + 1) or c/(c + 1). A rule
that compares such a share with a threshold is drawn as a ramp, so a share that lies beyond the
threshold by less than half a step of the resolution leaves it less than half on. All shares that n
tokens can give are tried, n = 1, 2, ..., until one is misread; lengths that the puzzle does not
have are passed over (if it only has odd ones, so are even ones).

That the rule misreads this share is a proof. That the answer is then wrong is evidence: a sequence
with that share must exist and be asked about. It is offered only if the same program with a very
fine resolution would have answered the failing sequence right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.engine.limits import TIE
from app.engine.trace import Trace
from app.gaps.claim import Claim
from app.gaps.exam import Seat
from app.gaps.growth.prediction import Prediction
from app.gaps.growth.ramps import Ramp, ramp_of
from app.language.expand import rules_of
from app.language.program import Amount, Between, Copy, Place, Program, When
from app.language.scope import Scope, scope_of
from app.language.setting import SINK, Setting
from app.language.show import condition_text


@dataclass(frozen=True, eq=False, slots=True)
class _Average:
    """A head that averages into the slot that a condition reads.

    whole: it averages everything it sees. sunk: the sink is among it. plus, minus: labels counted
    for and against; `letters` are all labels that a key may bring, the sink's left out.
    """

    place: Place
    name: str
    whole: bool
    sunk: bool
    plus: frozenset[int]
    minus: frozenset[int]
    letters: frozenset[int]
    sink: int | None

    def numerators(self, keys: int) -> NDArray[np.int64]:
        """All that the counted labels may come to among so many keys."""
        tokens = keys - self.sunk
        most = tokens if self.plus & self.letters else 0
        least = -tokens if self.minus & self.letters else 0
        step = 1
        if self.letters <= self.plus | self.minus:
            # Every key counts, so one more for is one less against.
            least, most = least or most, most or least
            step = 2
        own = (self.sink in self.plus) - (self.sink in self.minus) if self.sunk else 0
        return np.arange(least, most + 1, step) + own


def resolution(
    program: Program, setting: Setting, found: Trace, seat: Seat, lengths: Iterable[int]
) -> Prediction | None:
    """When a rule behind a wrong answer can no longer tell two shares apart, if there is one."""
    for n, layer in enumerate(program.layers):
        for _, rule in rules_of(layer, ("layers", n)):
            for condition in rule.conditions if isinstance(rule, When) else ():
                if isinstance(condition, Amount | Between):
                    made = _misread(program, setting, found, seat, n, condition)
                    if made is not None:
                        return _scanned(setting, made, condition, lengths)
    return None


def _misread(
    program: Program,
    setting: Setting,
    found: Trace,
    seat: Seat,
    n: int,
    condition: Amount | Between,
) -> tuple[Ramp, _Average] | None:
    """The ramp and the average behind it, if the condition misreads the share at the seat."""
    scope = scope_of(program, setting)
    ramp = ramp_of(condition, scope, setting.resolution)
    stream = found.streams[2 * n + 1]
    x = sum(w * stream[slot][seat.position, label] for (slot, label), w in ramp.weights)
    if not ramp.misses(np.array(x)) or len({slot for (slot, _), _ in ramp.weights}) != 1:
        return None
    average = _average(program, scope, found, seat.position, n, ramp)
    return None if average is None else (ramp, average)


def _average(
    program: Program, scope: Scope, found: Trace, query: int, n: int, ramp: Ramp
) -> _Average | None:
    slot = ramp.weights[0][0][0]
    makers = [
        (("layers", k, "heads", h), copy)
        for k, layer in enumerate(program.layers[: n + 1])
        for h, head in enumerate(layer.heads)
        for copy in head.copies
        if copy.target == slot
    ]
    plain = {abs(weight) for _, weight in ramp.weights} == {1.0}
    if len(makers) != 1 or not plain:
        return None
    place, copy = makers[0]
    if copy.gain != 1 or copy.through is not None:
        return None
    return _described(scope, found, query, place, copy, ramp)


def _described(
    scope: Scope, found: Trace, query: int, place: Place, copy: Copy, ramp: Ramp
) -> _Average:
    looked = found.heads[int(place[1])][int(place[3])]
    winners = np.flatnonzero(looked.pattern[query] > TIE)
    labels = scope.labels(copy.source)
    token = copy.source == "token" and found.tokens[0] == SINK
    sink = labels.index(SINK) if token else None
    return _Average(
        place=place,
        name=looked.name,
        whole=len(winners) == int(np.isfinite(looked.scores[query]).sum()),
        sunk=token and 0 in winners,
        plus=frozenset(label for (_, label), weight in ramp.weights if weight > 0),
        minus=frozenset(label for (_, label), weight in ramp.weights if weight < 0),
        letters=frozenset(range(len(labels))) - {sink},
        sink=sink,
    )


def _scanned(
    setting: Setting,
    made: tuple[Ramp, _Average],
    condition: Amount | Between,
    lengths: Iterable[int],
) -> Prediction | None:
    ramp, average = made
    for length in _stretched(sorted(set(lengths)), setting.max_len - setting.bos):
        keys = length + (setting.bos if average.whole else average.sunk)
        for size in (keys,) if average.whole else range(1, keys + 1):
            shares = average.numerators(size) / size
            missed = np.flatnonzero(ramp.misses(shares))
            if len(missed):
                return _told(ramp, average, condition, length, float(shares[missed[0]]))
    return None


def _told(
    ramp: Ramp, average: _Average, condition: Amount | Between, length: int, share: float
) -> Prediction:
    nearest = min((t for _, t in ramp.bounds), key=lambda t: abs(t - share))
    written = Fraction(share).limit_denominator(1024)
    meant = "holds" if bool(ramp.meant(np.array(share))) else "does not hold"
    drawn = float(ramp.drawn(np.array(share)))
    return Prediction(
        kind="resolution",
        length=length,
        head=average.name,
        place=average.place,
        numbers=(
            ("share", share),
            ("threshold", nearest),
            ("resolution", ramp.resolution),
            ("activation", drawn),
        ),
        sentence=(
            f"Head `{average.name}` brings an average. At length {length} it can be {written}, for "
            f"which `{condition_text(condition)}` {meant}; but it lies "
            f"{abs(share - nearest):.3g} from the threshold, too little for a resolution of "
            f"{Fraction(ramp.resolution).limit_denominator(10**6)}: the rule is on by {drawn:.2g}. "
            f"So from length {length} on it can go wrong."
        ),
        claim=Claim("evidence", f"for shares that {length} tokens can give"),
    )


def _stretched(lengths: list[int], longest: int) -> range:
    """The lengths there are at the pace of those given, on to the longest there may be."""
    step = int(np.gcd.reduce(np.diff(lengths))) if len(lengths) > 1 else 1
    return range(lengths[0] or step, longest + 1, step)
