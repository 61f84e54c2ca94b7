"""What a diagnosis claims: whether it is proved, and on what."""

from dataclasses import dataclass
from typing import Literal

Standing = Literal["proof", "evidence"]


@dataclass(frozen=True, slots=True)
class Claim:
    """`standing` says how sure it is, `scope` in words what it was computed on."""

    standing: Standing
    scope: str

    @property
    def words(self) -> str:
        """`Proved for your program on all 5,460 sequences.`, or the same as evidence."""
        how = "Proved" if self.standing == "proof" else "Evidence only,"
        return f"{how} {self.scope}."
