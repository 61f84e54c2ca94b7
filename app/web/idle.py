"""The search for steps that do nothing, as the report shows it: offered, under way, or done."""

from dataclasses import dataclass

from markupsafe import Markup

from app.play.board import Progress
from app.web.address import View
from app.web.prose import sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One step that does nothing, and the address that opens it."""

    sentence: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Search:
    """`address` begins the search, and looks how far it is."""

    address: str
    begun: bool
    over: bool
    done: int
    total: int
    steps: tuple[Step, ...]
    claim: str

    @property
    def summary(self) -> str:
        """What came of it, once it is over."""
        if not self.total:
            return "There is no step of yours that could be taken away."
        if not self.done:
            return "In the time there was, no step of yours could be taken away."
        part = f"the first {self.done:,} of {self.total:,} parts" if self.done < self.total else ""
        if not self.steps:
            every = part or f"its {self.total:,} heads, conditions, copies and rules"
            return f"Everything matters: without any one of {every}, some answer changes."
        if part:
            return f"Of {part}, these change nothing:"
        return "Without these, every answer stays the same:"


def search(progress: Progress | None, view: View, revision: int) -> Search:
    """The search in one revision of a draft as it stands; None for one that nobody has begun."""
    address = view.about("idle", revision)
    if progress is None:
        return Search(address, False, False, 0, 0, (), "")
    steps = tuple(Step(sentence(s.sentence), view.choose(_step(s.place))) for s in progress.idle)
    return Search(
        address=address,
        begun=True,
        over=progress.over,
        done=progress.done,
        total=progress.total,
        steps=steps,
        claim=progress.idle[0].claim.words if progress.idle else "",
    )


def _step(place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The head or rule that a place lies in."""
    return place[:4] if place[2:3] == ("heads",) else place[:6]
