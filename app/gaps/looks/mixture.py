"""Slots that hold no single whole label, the steps that read them as if they did, and their origin.

A read is only counted where it comes to something between no and yes: a clause or a literal that
gets a whole 0 or 1 from a mixture is not misled by it. In soft attention every average is mixed a
little, so there amounts within `FAINT` of a whole label pass for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.engine import matrices
from app.engine.limits import TIE
from app.engine.stream import Floats
from app.engine.trace import Trace
from app.gaps.looks.clauses import clause_scores, weight
from app.gaps.looks.looks import looks_at
from app.gaps.looks.way import FAINT, Way, attended, way, writes_of
from app.language.arithmetic import inputs
from app.language.expand import rules_of
from app.language.program import Compute, Has, Is, Place, Prefer, Program, Rule, Same, When
from app.language.scope import Scope, scope_of
from app.language.setting import Setting

Site = tuple[str, int, int]
"""A slot, a position, and an index into `Trace.streams`."""


@dataclass(frozen=True, eq=False)
class Mixtures:
    """One traced sequence, asked about its answer at one position."""

    program: Program
    setting: Setting
    found: Trace
    position: int

    @cached_property
    def way(self) -> Way:
        """What the answer was made of."""
        return way(self.program, self.found, self.position, self.soft)

    @cached_property
    def scope(self) -> Scope:
        """The names of the program."""
        return scope_of(self.program, self.setting)

    @property
    def soft(self) -> bool:
        """Whether attention is soft."""
        return self.setting.mode == "soft"

    @property
    def decided(self) -> bool:
        """Whether anything is answered."""
        return self.found.answers[self.position] is not None

    def held(self, site: Site) -> Floats:
        """(labels,): the amounts of a slot at a position."""
        slot, position, level = site
        amounts: Floats = self.found.streams[level][slot][position]
        return amounts

    def mixed(self, amounts: Floats) -> bool:
        """Whether there is something, and not just one whole label; no float must be exceeded."""
        if not np.isfinite(amounts).all():
            return False
        least = FAINT if self.soft else TIE
        return self.between(amounts) or bool((np.abs(amounts) > least).sum() > 1)

    def between(self, amounts: Floats) -> bool:
        """Whether any amount is neither 0 nor 1."""
        return bool(self.doubtful(amounts).any())

    def doubtful(self, amounts: Floats) -> NDArray[np.bool_]:
        """Which amounts are neither 0 nor 1."""
        least = FAINT if self.soft else TIE
        found: NDArray[np.bool_] = (np.abs(amounts) > least) & (np.abs(amounts - 1) > least)
        return found

    def readings(self) -> Iterator[tuple[Site, str]]:
        """Mixed slots that a step reads as if crisp, with the step in words, from the first on.

        The output is a reader without a name.
        """
        for n, layer in enumerate(self.program.layers):
            for h, head in enumerate(layer.heads):
                for site in self._compared(("layers", n, "heads", h)):
                    yield site, f"head `{head.name}` of layer {n + 1}"
            for _, rule in rules_of(layer, ("layers", n)):
                for site in self._asked(rule, n):
                    yield site, f"a rule of layer {n + 1}"
        site = (self.program.outputs[0].slot, self.position, len(self.found.streams) - 1)
        if self._voted(site):
            yield site, ""

    def origin(self, site: Site) -> Site:
        """Where a mixture was made: the half-layer that wrote it, or what was copied from there."""
        slot, position, level = site
        while level and self.mixed(self.held((slot, position, level - 1))):
            level -= 1
        if level % 2 == 0:
            return slot, position, level
        n = level // 2
        for h, head in enumerate(self.program.layers[n].heads):
            sources = [copy.source for copy in head.copies if copy.target == slot]
            for key in attended(self.found, n, h, position, self.soft) if sources else ():
                for source in sources:
                    if self.mixed(self.held((source, key, level - 1))):
                        return self.origin((source, key, level - 1))
        return slot, position, level

    def _compared(self, place: Place) -> Iterator[Site]:
        """What the clauses of a head read of mixtures."""
        looked, level = self._looked(place), 2 * int(place[1])
        for clause, given in clause_scores(self.program, self.setting, self.found, place):
            if isinstance(clause, Prefer) or not clause.weight:
                continue
            misled = looked & self.doubtful(given / float(weight(clause)))
            sites = [(clause.key, int(key), level) for key in np.flatnonzero(misled.any(axis=0))]
            if not isinstance(clause, Has):
                asking = np.flatnonzero(misled.any(axis=1))
                sites += [(clause.query, int(query), level) for query in asking]
            yield from (site for site in sites if self.mixed(self.held(site)))

    def _looked(self, place: Place) -> NDArray[np.bool_]:
        """(queries, keys): which keys count for the queries on the way.

        Keys that lost count too where no true match won: the mixture may be why.
        """
        n, h = int(place[1]), int(place[3])
        scores = self.found.heads[n][h].scores
        counted = np.zeros(scores.shape, dtype=bool)
        queries = self.way.queries[place]
        for look in looks_at(self.program, self.setting, self.found, place, queries):
            if look.match in ("some", "none"):
                counted[look.query] = np.isfinite(scores[look.query])
            else:
                counted[look.query, attended(self.found, n, h, look.query, self.soft)] = True
        return counted

    def _asked(self, rule: Rule, n: int) -> Iterator[Site]:
        """What the literals, the `==` and the `compute` of a rule read of mixtures."""
        if not isinstance(rule, When | Compute):
            return
        after = self.way.live[2 * n + 2]
        for position in sorted({at for slot, at in after if slot in writes_of(rule)}):
            for slot in self._taken(rule, position, 2 * n + 1):
                if self.mixed(self.held((slot, position, 2 * n + 1))):
                    yield slot, position, 2 * n + 1

    def _taken(self, rule: When | Compute, position: int, level: int) -> Iterator[str]:
        """The slots of a rule that it takes to hold one label."""
        if isinstance(rule, Compute):
            yield from inputs(rule.expression)
            return
        for condition in rule.conditions:
            if isinstance(condition, Same):
                yield from (condition.left, condition.right)
            elif isinstance(condition, Is):
                slot = condition.slot
                part = matrices.members(self.scope, self.scope.slots[slot], condition.what)
                if self.between(self.held((slot, position, level)) @ part):
                    yield slot

    def _voted(self, site: Site) -> bool:
        """Whether the output is mixed where a head mixed it, or no label leads.

        Rules may well vote for several labels, and so they do not count while one label leads.
        """
        shared = self.mixed(self.held(site)) and (np.abs(self.held(site)) > TIE).sum() > 1
        return bool(shared and (not self.decided or self.origin(site)[2] % 2 == 1))
