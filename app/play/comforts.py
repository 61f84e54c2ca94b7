"""How a player likes the pages to look: the size of labels, motion, and a mode for projectors.

Comforts belong to a browser and not to a player: the same person sits at a laptop and in front of
a class. They come out of a cookie, so anything unknown in them is the ordinary choice.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

Labels = Literal["normal", "large"]
Motion = Literal["system", "none"]
Screen = Literal["normal", "projector"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "labels": get_args(Labels),
    "motion": get_args(Motion),
    "screen": get_args(Screen),
}
"""The first of each is the ordinary one."""


@dataclass(frozen=True, slots=True)
class Comforts:
    """One choice of each kind."""

    labels: str = "normal"
    motion: str = "system"
    screen: str = "normal"

    @property
    def classes(self) -> str:
        """The classes of the page's root element, with spaces between them."""
        asked = {"large-labels": self.labels == "large", "still": self.motion == "none"}
        asked |= {"projector": self.screen == "projector"}
        return " ".join(name for name, yes in asked.items() if yes)

    def kept(self) -> dict[str, str]:
        """What has to be remembered: only what is not ordinary."""
        ordinary = asdict(Comforts())
        return {name: value for name, value in asdict(self).items() if value != ordinary[name]}


def comforts(told: object) -> Comforts:
    """The comforts in what a form or a cookie says; whatever is not a choice is left out."""
    said = told if isinstance(told, Mapping) else {}
    names = [field.name for field in fields(Comforts)]
    known = {name: said.get(name) for name in names if said.get(name) in _CHOICES[name]}
    return Comforts(**{name: str(value) for name, value in known.items()})
