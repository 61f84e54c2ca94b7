"""The sentences of a verdict. Each claims what was computed, and no more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.language.allowance import CostName
from app.language.complaint import Complaint
from app.packs.cases import Cases
from app.packs.model import Puzzle

if TYPE_CHECKING:
    from app.packs.judge import Mistake

COST_WORDS: dict[CostName, str] = {
    "layers": "layers",
    "heads": "heads",
    "terms": "terms",
    "neurons": "neurons",
    "width": "directions of the stream",
    "value_width": "value directions",
    "key_width": "key directions",
    "parameters": "parameters",
}
_SHOWN = 24
"""Tokens of a sequence that a sentence shows."""


def claim(cases: Cases) -> str:
    """What "right" means here: which sequences were run."""
    longer = cases.total - cases.small
    restricted = "" if cases.meta.every else " that the task allows"
    of = f"of up to {count(cases.small_length, 'token')}{restricted}"
    small = f"all {cases.small:,} sequences {of}"
    if cases.small == 1:
        small = "the one sequence that the task allows"
    if not longer:
        return small
    kind = "longer " if int(cases.lengths[cases.small :].min()) > _small_tokens(cases) else "other "
    ones = "one" if longer == 1 else "ones"
    return f"{small} and on {longer:,} {kind}{ones} of up to {cases.long_length}"


def solved(puzzle: Puzzle, over: Sequence[tuple[CostName, int, int]]) -> str:
    """The program is right; `over` lists (cost, value, par) of what exceeds par."""
    claimed = claim(puzzle.cases)
    if not puzzle.par:
        return f"Solved: right on {claimed}."
    if not over:
        return f"Solved, within par: right on {claimed}."
    parts = [f"{value:,} {COST_WORDS[name]} where par is {par:,}" for name, value, par in over]
    return f"Solved, over par: right on {claimed}. It takes {_list(parts)}."


def wrong(puzzle: Puzzle, mistake: "Mistake", right: int) -> str:
    """The program answers something wrong: how often, and the smallest time."""
    total = puzzle.cases.total
    which = "the smallest of these" if mistake.smallest else "the shortest we found"
    if right == total - 1:
        which = "it"
    failed = (
        f"Wrong on {total - right:,} of {total:,} sequences; {which} is {text(mistake.tokens)}."
    )
    return f"{failed} {_answer(puzzle, mistake)}"


def _answer(puzzle: Puzzle, mistake: "Mistake") -> str:
    wanted = "the end" if mistake.wanted is None else f"`{mistake.wanted}`"
    if puzzle.setting.generate is not None:
        given = "nothing more" if mistake.given is None else f"`{mistake.given}`"
        return f"As token {mistake.position + 1} it says {given} where {wanted} is wanted."
    at = f"At position {mistake.position} (`{mistake.tokens[mistake.position]}`)"
    if mistake.given is None:
        return f"{at} its answer is undecided; {wanted} is wanted."
    return f"{at} it says `{mistake.given}`; {wanted} is wanted."


def over_budget(complaints: Sequence[Complaint]) -> str:
    """The program is over the budget; nothing was run."""
    rest = _rest(len(complaints) - 1)
    return f"Over budget, so nothing was run yet. {complaints[0].message}{rest}"


def not_yet(complaints: Sequence[Complaint]) -> str:
    """The program has complaints; nothing was run."""
    ruled = all(complaint.kind == "rule" for complaint in complaints)
    what = "Not allowed in this puzzle" if ruled else "Not a program yet"
    rest = _rest(len(complaints) - 1)
    return f"{what}, so nothing was run. {complaints[0].message}{rest}"


def text(tokens: Sequence[str]) -> str:
    """A sequence in a sentence."""
    shown = " ".join(tokens[:_SHOWN])
    more = f" ... ({len(tokens)} tokens)" if len(tokens) > _SHOWN else ""
    return f"`{shown}`{more}"


def count(number: int, thing: str) -> str:
    """A number and what it counts: 1 token, 2 tokens, 5,460 tokens."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _small_tokens(cases: Cases) -> int:
    return int(cases.lengths[: cases.small].max())


def _rest(more: int) -> str:
    if more <= 0:
        return ""
    return f" And {more} more {'complaint' if more == 1 else 'complaints'}."


def _list(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
