"""The bag attack: could one averaging head and a lookup walk around the puzzle?

A head with no clause brings the share of every token among those it sees. If a position's own
token, its place and those shares determine the wanted answer, then one layer solves the puzzle
given enough neurons: one rule for each distinct state whose answer is not the commonest one. This
counts those states on the puzzle's own cases. It is an upper bound on what a lookup needs, not a
lower one: merging states, weighted heads or a second layer may do better, and only an attentive
author finds that out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.packs.cases import NOT_SCORED
from app.packs.model import Puzzle

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Bag:
    """What the attack found. `states` is how many rules a lookup needs, None if none is enough.

    `headless`: the own token and place alone decide, so that there is nothing to attack. `open`:
    the budget leaves room for the lookup.
    """

    states: int | None
    headless: bool
    open: bool

    @property
    def sentence(self) -> str:
        """The finding in words."""
        if self.headless:
            return "no head is needed: own token and place decide"
        if self.states is None:
            return "the shares of the tokens do not decide the answer"
        end = "and the budget allows that" if self.open else "more than the budget allows"
        return f"the shares of the tokens decide the answer, by {self.states:,} rules, {end}"


def bag_attack(puzzle: Puzzle) -> Bag:
    """The attack on a puzzle's cases."""
    if puzzle.setting.generate is not None:
        return Bag(None, headless=False, open=False)
    answers, own, place, shares = _states(puzzle)
    placed = puzzle.setting.positions == "absolute"
    bare = (own, place) if placed else (own,)
    if any(_lookup(features, answers) is not None for features in (*zip(bare), bare)):
        return Bag(None, headless=True, open=False)
    tries = [(shares,), (shares, own)]
    if placed:
        tries += [(shares, place), (shares, own, place)]
    found = [states for features in tries if (states := _lookup(features, answers)) is not None]
    states = min(found) if found else None
    return Bag(states, headless=False, open=states is not None and _allowed(puzzle, states))


def _states(puzzle: Puzzle) -> tuple[Ints, Ints, Ints, Ints]:
    """For every scored position: answer, own token, place, and a number for the shares it sees."""
    cases, size = puzzle.cases, len(puzzle.setting.tokens)
    length = cases.tokens.shape[1]
    weights = np.random.default_rng(0).integers(1, 2**62, size=size + 1)
    parts: list[tuple[NDArray[np.bool_], Ints]] = []
    for start in range(0, cases.total, 2048):
        tokens = cases.tokens[start : start + 2048]
        scored = cases.wanted[start : start + 2048] != NOT_SCORED
        inside = np.arange(length) < cases.lengths[start : start + 2048, None]
        counts = (tokens[:, :, None] == np.arange(size)) & inside[:, :, None]
        seen = counts.cumsum(axis=1, dtype=np.int64)
        if puzzle.setting.attention == "bidirectional":
            seen = np.broadcast_to(seen[:, -1:], seen.shape)
        chosen = seen[scored]
        reduced = chosen // np.gcd.reduce(chosen, axis=1)[:, None]
        parts.append((scored, (reduced * weights[:size]).sum(axis=1)))
    scored = np.concatenate([part for part, _ in parts])
    shares = np.concatenate([part for _, part in parts])
    own = cases.tokens[scored].astype(np.int64)
    place = np.broadcast_to(np.arange(length), scored.shape)[scored]
    return cases.wanted[scored].astype(np.int64), own, place, shares


def _lookup(features: tuple[Ints, ...], answers: Ints) -> int | None:
    """How many distinct states have another than the commonest answer; None if one has two."""
    mixed = np.zeros(len(answers), dtype=np.int64)
    for feature in features:
        mixed = mixed * np.int64(6364136223846793005) + feature
    order = np.lexsort((answers, mixed))
    same = np.diff(mixed[order]) == 0
    if (same & (np.diff(answers[order]) != 0)).any():
        return None
    first = np.concatenate([[True], ~same])
    distinct = answers[order][first]
    return int(len(distinct) - np.bincount(distinct).max())


def _allowed(puzzle: Puzzle, states: int) -> bool:
    """Whether the budget clearly has room for an averaging head and a rule for each state."""
    allowance = puzzle.allowance
    forbidden = allowance.forbidden
    room = {"layers": 1, "heads": 1, "neurons": states, "terms": states}
    room["value_width"] = len(puzzle.setting.tokens)
    if any(allowance.budget.get(name, need) < need for name, need in room.items()):  # type: ignore[call-overload]
        return False
    if forbidden & {"heads", "averaging heads", "rules", "wide values"}:
        return False
    return not forbidden >= {"amounts", "bare neurons"} and "token" not in allowance.sealed
