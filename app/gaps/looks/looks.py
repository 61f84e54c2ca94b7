"""How each head that mattered came to look where it looked.

The best score may be a true match, a partial one, or no match at all; it may be shared, and it may
lead by a hair. All of this is in the scores, and is a fact about this one sequence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.engine import matrices
from app.engine.limits import TIE
from app.engine.stream import Floats, Integers
from app.engine.trace import Trace, trace
from app.gaps.exam import Exam
from app.gaps.looks.clauses import before, clause_scores, head_at, most, weight
from app.gaps.looks.way import Way, way
from app.language.program import Clause, Copy, Head, Place, Prefer, Program
from app.language.scope import Scope, scope_of
from app.language.setting import Setting
from app.language.show import clause_text

NEAR = 1e-3
"""A lead below this would need an absurdly sharp softmax."""

Parts = tuple[tuple[Clause, Floats], ...]

Match = Literal["all", "some", "none", "free"]
"""Whether the best keys get all that a crisp key could, a part, nothing; or nothing is asked."""


@dataclass(frozen=True, slots=True)
class Look:
    """One head at one query.

    winners: the visible keys within 1e-6 of the best score. gap: the lead over the next score, None
    if there is none. share: the part of the look that one winner gets. failed: clauses, as written,
    that some winner does not fulfil. tie: whether winners that share the look hold the same in what
    is copied. preferred: only `prefer` tells the winner from the next.
    """

    layer: int
    head: str
    place: Place
    query: int
    winners: tuple[int, ...]
    gap: float | None
    share: float
    match: Match
    failed: tuple[str, ...]
    tie: Literal["equal", "different"] | None
    preferred: bool

    @property
    def itself(self) -> bool:
        """Whether the position looks at itself."""
        return self.query in self.winners

    @property
    def near(self) -> bool:
        """Whether the lead is real, but too small to rely on."""
        return self.gap is not None and self.gap < NEAR

    @property
    def sentence(self) -> str:
        """`From position 5, head recall of layer 2 looks at position 3: a true match.`"""
        head = f"head `{self.head}` of layer {self.layer + 1}"
        where = "itself" if self.winners == (self.query,) else places(self.winners)
        start = f"From position {self.query}, {head} looks at {where}"
        return f"{start}: {'; '.join(self._remarks())}."

    def _remarks(self) -> Iterator[str]:
        yield {
            "all": "a true match",
            "some": "only a partial match",
            "none": "nothing matches",
            "free": "it asks for nothing",
        }[self.match]
        if self.tie is not None:
            yield f"{len(self.winners)} positions tie, and hold {_TIES[self.tie]}"
        if self.itself and len(self.winners) > 1:
            yield "it is itself among them"
        if self.preferred:
            yield "chosen by `prefer` alone"
        if self.near:
            yield f"ahead by only {self.gap:.2g}"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "layer": self.layer,
            "head": self.head,
            "place": list(self.place),
            "query": self.query,
            "winners": list(self.winners),
            "gap": self.gap,
            "share": self.share,
            "match": self.match,
            "failed": list(self.failed),
            "tie": self.tie,
            "itself": self.itself,
            "preferred": self.preferred,
            "near": self.near,
            "sentence": self.sentence,
        }


_TIES = {"equal": "the same", "different": "different things"}


def looks(exam: Exam, program: Program, tokens: tuple[str, ...], position: int) -> tuple[Look, ...]:
    """Every head at every position from which the answer at `position` was fetched, in order."""
    found = trace(program, exam.setting, tokens)
    travelled = way(program, found, position, exam.setting.mode == "soft")
    return looks_on(program, exam.setting, found, travelled)


def looks_on(program: Program, setting: Setting, found: Trace, travelled: Way) -> tuple[Look, ...]:
    """The looks on a way that is known already."""
    order = sorted(travelled.queries, key=lambda place: (int(place[1]), int(place[3])))
    return tuple(
        look
        for place in order
        for look in looks_at(program, setting, found, place, travelled.queries[place])
    )


def looks_at(
    program: Program, setting: Setting, found: Trace, place: Place, queries: tuple[int, ...]
) -> Iterator[Look]:
    """What can be said of one head; queries whose scores no float can hold are left out."""
    scores = found.heads[int(place[1])][int(place[3])].scores
    readable = [query for query in queries if np.isfinite(scores[query].max())]
    if readable:
        looking = _Looking.of(program, setting, found, place)
        yield from (looking.look(query) for query in readable)


@dataclass(frozen=True, eq=False, slots=True)
class _Looking:
    """One head on one sequence: scores and shares (queries, keys), clause by clause and summed.

    `most` is (queries,), `brings` what each copy would bring from each key.
    """

    place: Place
    head: Head
    scores: Floats
    shares: Floats
    parts: Parts
    plain: Floats
    most: Floats
    brings: tuple[Floats, ...]

    @classmethod
    def of(cls, program: Program, setting: Setting, found: Trace, place: Place) -> "_Looking":
        scope, head = scope_of(program, setting), head_at(program, place)
        parts = clause_scores(program, setting, found, place)
        looked = found.heads[int(place[1])][int(place[3])]
        plain = np.zeros(looked.scores.shape)
        for clause, given in parts:
            if not isinstance(clause, Prefer):
                plain += given
        return cls(
            place=place,
            head=head,
            scores=looked.scores,
            shares=looked.pattern,
            parts=parts,
            plain=plain,
            most=most(program, setting, found, place),
            brings=tuple(copied(copy, scope, found, place) for copy in head.copies),
        )

    def look(self, query: int) -> Look:
        scores = self.scores[query]
        best = scores.max()
        winners = np.flatnonzero(scores >= best - TIE)
        rest = scores[np.isfinite(scores) & (scores < best - TIE)]
        return Look(
            layer=int(self.place[1]),
            head=self.head.name,
            place=self.place,
            query=query,
            winners=tuple(int(key) for key in winners),
            gap=float(best - rest.max()) if len(rest) else None,
            share=float(self.shares[query, winners[0]]),
            match=self._match(query, winners),
            failed=tuple(self._failed(query, winners)),
            tie=self._tie(winners) if len(winners) > 1 else None,
            preferred=self._preferred(query, winners),
        )

    def _match(self, query: int, winners: Integers) -> Match:
        asked = [(c, given[query, winners]) for c, given in self.parts if not isinstance(c, Prefer)]
        if not asked:
            return "free"
        wishes = [given for clause, given in asked if weight(clause) > 0]
        got = float(self.plain[query, winners].min())
        if got >= self.most[query] - TIE and (got > TIE or not wishes):
            return "all"
        return "some" if any((given > TIE).any() for given in wishes) else "none"

    def _failed(self, query: int, winners: Integers) -> Iterator[str]:
        for clause, given in self.parts:
            if not isinstance(clause, Prefer):
                least = max(float(weight(clause)), 0.0) - TIE
                if (given[query, winners] < least).any():
                    yield clause_text(clause)

    def _tie(self, winners: Integers) -> Literal["equal", "different"]:
        apart = any((np.ptp(brought[winners], axis=0) > TIE).any() for brought in self.brings)
        return "different" if apart else "equal"

    def _preferred(self, query: int, winners: Integers) -> bool:
        if not any(isinstance(clause, Prefer) for clause in self.head.clauses):
            return False
        others = np.isfinite(self.scores[query])
        others[winners] = False
        plain = self.plain[query]
        return bool((plain[others] >= plain[winners].max() - TIE).any())


def copied(copy: Copy, scope: Scope, found: Trace, place: Place) -> Floats:
    """(keys, labels of the target): what a copy would bring from each key alone."""
    source = before(found, place)[copy.source]
    if copy.through is not None:
        spaces = scope.slots[copy.source], scope.slots[copy.target]
        source = source @ matrices.related(scope, copy.through, *spaces)
    elif copy.part is not None:
        source = source * matrices.members(scope, scope.slots[copy.source], copy.part)
    brought: Floats = source * float(copy.gain)
    return brought


def places(positions: tuple[int, ...]) -> str:
    """`position 3`, `positions 0 and 2`, `positions 0, 1, 2 and 5`; long lists are cut short."""
    shown = [str(p) for p in positions[:5]]
    if len(positions) == 1:
        return f"position {shown[0]}"
    if len(positions) > 5:
        return f"positions {', '.join(shown[:4])} and {len(positions) - 4} more"
    return f"positions {', '.join(shown[:-1])} and {shown[-1]}"
