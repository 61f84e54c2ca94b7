"""The editor's panel as data: what the templates draw, with nothing left to decide in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.language.program import Place


@dataclass(frozen=True)
class Option:
    """One value of a select. `why` forbids it; `extra` ones the campaign has not introduced yet."""

    value: str
    text: str
    why: str = ""
    chosen: bool = False
    extra: bool = False


@dataclass(frozen=True)
class Control:
    """A field of a form. `label` is its full name for a screen reader, `lead` a word that stands
    before it wherever the line breaks; `size` is in characters.
    """

    id: str
    field: str
    label: str
    kind: Literal["select", "text"]
    value: str
    options: tuple[Option, ...] = ()
    size: int = 8
    error: str = ""
    lead: str = ""

    @property
    def usual(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.extra)

    @property
    def extra(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.extra)


@dataclass(frozen=True)
class Marked:
    """A word of a sentence that opens its definition, `term` its slug in the glossary."""

    text: str
    term: str
    error: str = ""


Piece: TypeAlias = str | Control | Marked
Told: TypeAlias = tuple[str, str]
"""What may not be chosen or pressed, and why; the reason is empty where it may."""


@dataclass(frozen=True)
class Button:
    """A button of a bar: the value it sends, what it shows, its full name, why it is disabled.

    `end` disables it without a word: there is nothing above the first or below the last.
    """

    value: str
    text: str
    name: str
    why: str = ""
    extra: bool = False
    end: bool = False


@dataclass(frozen=True)
class Bar:
    """Buttons that send one field each, to one place: tools (`action`) or additions (`kind`)."""

    id: str
    place: str
    field: Literal["action", "kind"]
    buttons: tuple[Button, ...]

    @property
    def usual(self) -> tuple[Button, ...]:
        return tuple(button for button in self.buttons if not button.extra)

    @property
    def extra(self) -> tuple[Button, ...]:
        return tuple(button for button in self.buttons if button.extra)

    @property
    def told(self) -> tuple["Told", ...]:
        return tuple((button.name, button.why) for button in self.buttons)


@dataclass(frozen=True)
class Why:
    """One reason and all that it forbids."""

    what: str
    reason: str


@dataclass(frozen=True)
class Form:
    """One sentence of the program: text and controls in reading order, then what is seldom used."""

    id: str
    place: str
    action: Literal["set", "rename", "move"]
    pieces: tuple[Piece, ...]
    more: tuple[Piece, ...] = ()
    tools: Bar | None = None
    error: str = ""
    send: str = ""
    """The text of a submit button that is always shown; empty where a change is enough."""

    @property
    def unfolded(self) -> bool:
        """Whether something is wrong among what is seldom used."""
        return any(isinstance(piece, Control) and piece.error for piece in self.more)

    @property
    def told(self) -> tuple["Told", ...]:
        controls = [piece for piece in (*self.pieces, *self.more) if isinstance(piece, Control)]
        told = [(o.text, o.why) for control in controls for o in control.options]
        return (*told, *(self.tools.told if self.tools else ()))


@dataclass(frozen=True)
class Link:
    """A step as one line of a list: where it is, what it says, whether it is open."""

    place: Place
    text: str
    note: str = ""
    current: bool = False
    locked: bool = False
    inner: tuple["Link", ...] = ()
    add: Bar | None = None


@dataclass(frozen=True)
class Section:
    """A part of the open step: sentences or links, and what can be added to them."""

    title: str
    forms: tuple[Form, ...] = ()
    links: tuple[Link, ...] = ()
    empty: str = ""
    add: Bar | None = None
    term: str = ""
    """The glossary's word for its title; a title without one is for screen readers only."""


@dataclass(frozen=True)
class Step:
    """The step that is open: a locked one has `lines` to read instead of sentences to change."""

    place: Place
    kicker: str
    title: str
    sections: tuple[Section, ...] = ()
    lines: tuple[str, ...] = ()
    note: str = ""
    tools: Bar | None = None
    move: Form | None = None
    error: str = ""

    @property
    def whys(self) -> tuple[Why, ...]:
        """Why some of what the step shows cannot be chosen, all of it in one list."""
        told: list[tuple[str, str]] = []
        for section in self.sections:
            for form in section.forms:
                told += form.told
            told += section.add.told if section.add else ()
        told += self.tools.told if self.tools else ()
        told += self.move.told if self.move else ()
        return reasons(told)


@dataclass(frozen=True)
class Todo:
    """What stands in the place of a step where none is open: what to do next."""

    title: str
    text: str
    add: Bar | None = None


@dataclass(frozen=True)
class EditorView:
    """The whole panel. Where the source cannot be read, nothing can be edited by forms."""

    revision: int
    readable: bool
    step: Step | None
    layers: tuple[Link, ...]
    declarations: tuple[Link, ...]
    add_layer: Bar | None
    add_declaration: Bar | None
    given: tuple[str, ...] = ()
    more: bool = False
    error: str = ""
    todo: Todo | None = None
    folded: bool = False
    """Whether the list of names is folded away, being of no use yet."""
    silent: bool = False
    """Whether no slot is the answer yet."""

    @property
    def whys(self) -> tuple[Why, ...]:
        """Why some of what the list of steps offers cannot be added."""
        bars = [layer.add for layer in self.layers] + [self.add_layer, self.add_declaration]
        return reasons(each for bar in bars if bar for each in bar.told)


def reasons(told: Iterable[Told]) -> tuple[Why, ...]:
    """Names and why-nots as a short list, those of one reason together."""
    grouped: dict[str, list[str]] = {}
    for name, why in told:
        if why and name not in grouped.setdefault(why, []):
            grouped[why].append(name)
    return tuple(Why(", ".join(names), why) for why, names in grouped.items() if names)
