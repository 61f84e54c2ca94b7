"""From which length on a program must fail, and by what arithmetic."""

from dataclasses import dataclass, field
from typing import Any, Literal

from app.gaps.claim import Claim
from app.language.program import Place


@dataclass(frozen=True, slots=True)
class Prediction:
    """`length` counts tokens without the sink. `head` at `place` is what is diluted or averaged.

    `numbers` are what the prediction was computed from, by name; `sentence` says how.
    """

    kind: Literal["soft", "resolution"]
    length: int
    head: str
    place: Place
    numbers: tuple[tuple[str, float], ...] = field(default=())
    sentence: str = ""
    claim: Claim = field(default=Claim("evidence", "from one sequence"))

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "length": self.length,
            "head": self.head,
            "place": list(self.place),
            "numbers": dict(self.numbers),
            "sentence": self.sentence,
            "standing": self.claim.standing,
            "scope": self.claim.scope,
        }
