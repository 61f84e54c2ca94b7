"""What of the workshop is on show, as the query of its address, so that a view can be linked.

`?ex=1&seq=a+b&pos=3&step=layers.0.heads.0&tab=source&more=1&check=1`; whatever is left out has
its default, and whatever cannot be read is ignored: an old link still opens the puzzle. How much of
the tower is shown (`at`, `fold`, `cols`, `open`) is in look.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import quote_plus

from app.language import bounds
from app.language.program import Place
from app.play.places import NoSuchPlace, dotted, undotted
from app.web.look import Look, look_of

Tab = Literal["step", "source", "attention"]
TABS: tuple[Tab, ...] = get_args(Tab)

_SEQUENCE_CHARACTERS = bounds.SEQUENCE_TOKENS * 8


@dataclass(frozen=True, slots=True)
class View:
    """A puzzle's address (`path`) and what is chosen there.

    `sequence` is the player's own example as typed, or None for one of the puzzle's; `position`
    None is the last scored one; `step` is a head, a rule or a part of one.
    """

    path: str
    example: int = 0
    sequence: str | None = None
    position: int | None = None
    step: Place = ()
    tab: Tab = "step"
    more: bool = False
    check: bool = False
    look: Look = field(default_factory=Look)

    @property
    def fields(self) -> dict[str, str]:
        """Names and values of the query, without those at their default."""
        chosen = {
            "ex": str(self.example) if self.example and self.sequence is None else "",
            "pos": "" if self.position is None else str(self.position),
            "step": dotted(self.step),
            "tab": "" if self.tab == "step" else self.tab,
            "more": "1" if self.more else "",
            "check": "1" if self.check else "",
            **self.look.fields(),
        }
        told = {name: value for name, value in chosen.items() if value}
        if self.sequence is not None:
            told["seq"] = self.sequence
        return told

    @property
    def query(self) -> str:
        """The query with its question mark, or nothing where all is at its default."""
        told = [f"{name}={_quoted(value)}" for name, value in self.fields.items()]
        return f"?{'&'.join(told)}" if told else ""

    @property
    def address(self) -> str:
        """The address of this view."""
        return self.path + self.query

    def to(self, action: str) -> str:
        """The address to POST an action to, keeping the view.

        A check shows its mistake whole: no reading line hides the answer that failed.
        """
        look = replace(self.look, line=None) if action == "check" else self.look
        return f"{self.path}/{action}{replace(self, check=False, look=look).query}"

    def about(self, part: str, revision: int) -> str:
        """The address of a part of the report on one revision of the draft, keeping the view."""
        address = self.to(part)
        return f"{address}{'&' if '?' in address else '?'}of={revision}"

    def at(self, position: int | None, step: Place | None = None) -> str:
        """The address with another position chosen, and another step if one is given."""
        chosen = self.step if step is None else step
        return replace(self, position=position, step=chosen).address

    def choose(self, step: Place) -> str:
        """The address with a step chosen, its form on show."""
        return replace(self, step=step, tab="step").address

    def show(self, tab: Tab) -> str:
        """The address with another tab open."""
        return replace(self, tab=tab).address

    def load(self, example: int) -> str:
        """The address with one of the puzzle's examples in the tower."""
        look = replace(self.look, opened=())
        return replace(
            self, example=example, sequence=None, position=None, check=False, look=look
        ).address

    def own(self, sequence: str, position: int | None = None) -> "View":
        """The view with a sequence of one's own in the tower."""
        return replace(self, sequence=sequence, position=position, example=0)


def view_of(path: str, query: Mapping[str, str]) -> View:
    """The view an address asks for."""
    tab = query.get("tab", "")
    sequence = query.get("seq")
    return View(
        path=path,
        example=_whole(query.get("ex")) or 0,
        sequence=None if sequence is None else sequence[:_SEQUENCE_CHARACTERS],
        position=_whole(query.get("pos")),
        step=place_of(query.get("step", "")),
        tab=tab if tab in TABS else "step",
        more=query.get("more") == "1",
        check=query.get("check") == "1",
        look=look_of(query),
    )


@lru_cache(maxsize=1024)
def _quoted(value: str) -> str:
    """A value as it stands in a query. A page has hundreds of links to one long sequence."""
    return quote_plus(value)


def place_of(text: str) -> Place:
    """The place in a text, or the whole program for a text that cannot be one."""
    try:
        return undotted(text)
    except (NoSuchPlace, ValueError):
        return ()


def revision_of(query: Mapping[str, str]) -> int | None:
    """The revision that a part of a report is asked about, if the address says one."""
    return _whole(query.get("of"), digits=9)


def _whole(text: str | None, digits: int = 5) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None
