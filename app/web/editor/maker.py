"""Making controls, forms and buttons for one program, with every reason filled in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from app.language.program import Place
from app.language.scope import Scope
from app.play.choices import Choice, choices, goals, refused
from app.play.edit import Bench, Refusal
from app.play.fields import values_of
from app.play.fresh import KINDS
from app.play.places import dotted, part
from app.web.editor.model import Bar, Button, Control, Form, Option, Piece
from app.web.editor.words import no_feature, plain

Words = Callable[[str], str]

_WIDEST = 28
_NEURAL = frozenset({"mlp", "when", "neuron", "compute"})
_TOOLS = {"up": ("↑", "Move up"), "down": ("↓", "Move down"),
          "copy": ("Duplicate", "Duplicate"), "delete": ("Delete", "Delete")}  # fmt: skip


@dataclass(frozen=True)
class Maker:
    """A program on the bench, what the campaign has introduced, and the last refusal if any.

    `introduced` is None where everything is on offer at once.
    """

    on: Bench
    introduced: frozenset[str] | None = None
    refusal: Refusal | None = None

    @property
    def scope(self) -> Scope:
        return self.on.scope

    def knows(self, feature: str) -> bool:
        """Whether a feature is offered first rather than under "more"."""
        return not feature or self.introduced is None or feature in self.introduced

    # Controls -----------------------------------------------------------------------------------

    def select(
        self,
        place: Place,
        field: str,
        label: str,
        words: Words = plain,
        feature: Words = no_feature,
    ) -> Control:
        """A select of every value that makes sense, the forbidden ones with their reasons."""
        now = self._typed(place, field)
        listed = choices(self.on, place, field)
        options = tuple(self._option(choice, now, words, feature) for choice in listed)
        return self._control(place, field, label, "select", now, options)

    def _option(self, choice: Choice, now: str, words: Words, feature: Words) -> Option:
        chosen = choice.value == now
        extra = not chosen and not self.knows(feature(choice.value))
        return Option(choice.value, words(choice.value), choice.why, chosen, extra)

    def text(
        self, place: Place, field: str, label: str, now: str | None = None, lead: str = ""
    ) -> Control:
        """A text field in the written form."""
        typed = self._typed(place, field, now)
        return replace(self._control(place, field, label, "text", typed), lead=lead)

    def _control(
        self,
        place: Place,
        field: str,
        label: str,
        kind: Literal["select", "text"],
        value: str,
        options: tuple[Option, ...] = (),
    ) -> Control:
        size = max(4, min(_WIDEST, len(value) + 1))
        error = self._error(place, field)
        return Control(field_id(place, field), field, label, kind, value, options, size, error)

    def _typed(self, place: Place, field: str, now: str | None = None) -> str:
        """What was typed if it was refused, else what the program holds."""
        refusal = self.refusal
        if refusal and refusal.place == place and refusal.values and refusal.action != "add":
            typed = refusal.values.get(field)
            if typed is not None:
                return typed
        return values_of(part(self.on.program, place)).get(field, "") if now is None else now

    def _error(self, place: Place, field: str) -> str:
        refusal = self.refusal
        hit = refusal is not None and refusal.place == place and refusal.field == field
        return refusal.message if refusal is not None and hit else ""

    # Forms --------------------------------------------------------------------------------------

    def form(
        self,
        place: Place,
        pieces: list[Piece],
        more: list[Piece] | None = None,
        tools: Bar | None = None,
        action: Literal["set", "rename"] = "set",
    ) -> Form:
        """A form that sets the fields of one part as soon as one of them changes."""
        key = form_id(place, action)
        hit = self.refusal is not None and self.refusal.action == action
        error = self._error(place, "") if hit else ""
        return Form(key, dotted(place), action, tuple(pieces), tuple(more or ()), tools, error)

    def move(self, place: Place, what: str, words: Words) -> Form | None:
        """A form to move a step elsewhere, or None where there is nowhere to go."""
        there = goals(self.on, place)
        if not there:
            return None
        open_ = next((goal.value for goal in there if not goal.why), there[0].value)
        options = tuple(Option(g.value, words(g.value), g.why, g.value == open_) for g in there)
        label = f"Where to move {what}"
        control = self._control(place, "to", label, "select", open_, options)
        place_text = dotted(place)
        return Form(form_id(place, "move"), place_text, "move", ("Move to", control), send="Move")

    # Bars ---------------------------------------------------------------------------------------

    def tools(
        self, place: Place, what: str, count: int, at: int | None = None, copies: bool = True
    ) -> Bar:
        """Up, down, duplicate and delete for an item, `at` its place in a list of `count`."""
        at = int(place[-1]) if at is None else at
        edges = {"up": 0, "down": count - 1}
        buttons = []
        for action, (text, verb) in _TOOLS.items():
            if (action == "copy" and not copies) or (action in edges and count < 2):
                continue
            end = edges.get(action) == at
            why = "" if end else refused(self.on, action, place, {})
            buttons.append(Button(action, text, f"{verb} {what}", why, end=end))
        return Bar(form_id(place, "tools"), dotted(place), "action", tuple(buttons))

    def adds(
        self, place: Place, offers: list[tuple[str, str, str]], to: str = "", key: str = "add"
    ) -> Bar:
        """Buttons that add: (kind, what the button shows, feature) each. `key` ends their ids."""
        buttons = []
        for kind, text, feature in offers:
            why = refused(self.on, "add", place, {"kind": kind})
            name = f"Add {KINDS[kind].said}{f' to {to}' if to else ''}"
            later = not self.knows(feature) or self._costs_too_much(kind)
            buttons.append(Button(kind, text, name, why, later))
        return Bar(form_id(place, key), dotted(place), "kind", tuple(buttons))

    def _costs_too_much(self, kind: str) -> bool:
        """Whether a step takes neurons where none are allowed; `otherwise` still takes none."""
        return kind in _NEURAL and self.on.allowance.budget.get("neurons") == 0


def form_id(place: Place, action: str) -> str:
    """A stable id for a form, so that focus survives a swap."""
    return "-".join(("edit", *map(_safe, place), action))


def field_id(place: Place, field: str) -> str:
    """A stable id for a control."""
    return "-".join(("edit", *map(_safe, place), field))


def _safe(step: str | int) -> str:
    return "".join(c if c.isalnum() else f"_{ord(c):x}_" for c in str(step))
