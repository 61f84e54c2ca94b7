"""The setting a puzzle gives: vocabulary, attention, positions, precision, ready-made names.

A setting is frozen data like a program. `from_json` reads the documented JSON object and
`to_json` writes it; `complaints` lists what is wrong with one, bounds first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.language import bounds
from app.language.complaint import Complaint
from app.language.program import Concept, Ref, Relation, Slot, Space
from app.language.words import is_label

SINK = "^"
VERSION = 1

Attention = Literal["causal", "bidirectional"]
Mode = Literal["hard", "soft"]
Positions = Literal["absolute", "none"]


@dataclass(frozen=True, slots=True)
class Generate:
    """The program runs on its own answers until it says `stop` or `steps` are used up."""

    steps: int
    stop: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a program stands on. Field meanings: LANGUAGE reference, section 1.

    `max_len` counts tokens, the sink included; `resolution` is in amounts; `sharpness` multiplies
    scores before the softmax.
    """

    tokens: tuple[str, ...]
    max_len: int
    bos: bool = False
    attention: Attention = "causal"
    mode: Mode = "hard"
    sharpness: float | None = None
    max_weight: float | None = None
    positions: Positions = "absolute"
    resolution: float = 2.0**-13
    generate: Generate | None = None
    spaces: tuple[Space, ...] = ()
    concepts: tuple[Concept, ...] = ()
    relations: tuple[Relation, ...] = ()
    slots: tuple[Slot, ...] = ()


class BadSetting(ValueError):
    """A setting that cannot be read; its message is one sentence for a person."""


Finite = Annotated[float, Field(allow_inf_nan=False)]
_STRICT = ConfigDict(extra="forbid", frozen=True)


class _Range(BaseModel):
    model_config = _STRICT
    range: tuple[int, int]


class _Concept(BaseModel):
    model_config = _STRICT
    space: str = "token"
    members: list[str]


class _Generate(BaseModel):
    model_config = _STRICT
    steps: int
    stop: str | None = None


class SettingShape(BaseModel):
    """The JSON shape of a setting, also the shape of a puzzle's `[setting]` table."""

    model_config = _STRICT
    tokens: list[str]
    max_len: int
    bos: bool = False
    attention: Attention = "causal"
    mode: Mode = "hard"
    sharpness: Finite | None = None
    max_weight: Finite | None = None
    positions: Positions = "absolute"
    resolution: Finite = 2.0**-13
    generate: _Generate | None = None
    spaces: dict[str, list[str] | _Range] = {}
    concepts: dict[str, _Concept] = {}
    relations: dict[str, list[tuple[str, str]]] = {}
    slots: dict[str, str] = {}

    def build(self) -> Setting:
        """The setting as frozen data. Raises BadSetting for a range out of bounds."""
        return Setting(
            tokens=tuple(self.tokens),
            max_len=self.max_len,
            bos=self.bos,
            attention=self.attention,
            mode=self.mode,
            sharpness=self.sharpness,
            max_weight=self.max_weight,
            positions=self.positions,
            resolution=self.resolution,
            generate=None
            if self.generate is None
            else Generate(self.generate.steps, self.generate.stop),
            spaces=tuple(Space(name, _labels(name, of)) for name, of in self.spaces.items()),
            concepts=tuple(
                Concept(name, tuple(Ref(m) for m in c.members), c.space)
                for name, c in self.concepts.items()
            ),
            relations=tuple(
                Relation(name, tuple((Ref(a), Ref(b)) for a, b in pairs))
                for name, pairs in self.relations.items()
            ),
            slots=tuple(Slot(name, space) for name, space in self.slots.items()),
        )


def from_json(data: object) -> Setting:
    """The setting in a JSON object. Raises BadSetting with one sentence when it is not one."""
    if not isinstance(data, dict):
        raise BadSetting('A setting is an object with at least "tokens" and "max_len".')
    try:
        shape = SettingShape.model_validate(data)
    except ValidationError as error:
        raise BadSetting(_sentence(error)) from None
    setting = shape.build()
    for complaint in complaints(setting):
        raise BadSetting(complaint.message)
    return setting


def to_json(setting: Setting) -> dict[str, Any]:
    """The JSON object of a setting, every field given."""
    return {
        "tokens": list(setting.tokens),
        "max_len": setting.max_len,
        "bos": setting.bos,
        "attention": setting.attention,
        "mode": setting.mode,
        "sharpness": setting.sharpness,
        "max_weight": setting.max_weight,
        "positions": setting.positions,
        "resolution": setting.resolution,
        "generate": setting.generate
        and {"steps": setting.generate.steps, "stop": setting.generate.stop},
        "spaces": {space.name: list(space.labels) for space in setting.spaces},
        "concepts": {
            c.name: {"space": c.space, "members": [m.text for m in c.members]}
            for c in setting.concepts
        },
        "relations": {r.name: [[a.text, b.text] for a, b in r.pairs] for r in setting.relations},
        "slots": {slot.name: slot.space for slot in setting.slots},
    }


def complaints(setting: Setting) -> Iterator[Complaint]:
    """What is wrong with a setting itself; its names are looked up when a program meets it."""
    yield from _vocabulary(setting)
    if not 1 <= setting.max_len <= bounds.SEQUENCE_TOKENS:
        yield _say("max_len", f"must be from 1 to {bounds.SEQUENCE_TOKENS}", setting.max_len)
    if setting.mode == "soft" and setting.sharpness is None:
        yield _say("sharpness", "is needed where attention is soft", None)
    for name in ("sharpness", "max_weight"):
        value = getattr(setting, name)
        if value is not None and not 0 < value <= 1e6:
            yield _say(name, "must be above 0 and at most 1000000", value)
    if not 1e-6 <= setting.resolution <= 1:
        yield _say("resolution", "must be from 0.000001 to 1", setting.resolution)
    yield from _generation(setting)


def sequence_complaint(setting: Setting, tokens: object) -> Complaint | None:
    """What is wrong with an input sequence, or None. The sink is part of the sequence."""
    if not isinstance(tokens, list | tuple) or not all(isinstance(t, str) for t in tokens):
        return Complaint("A sequence is a list of tokens, each of them text.")
    if len(tokens) > setting.max_len:
        return Complaint(
            f"The sequence has {len(tokens)} tokens; here it may have {setting.max_len} at most.",
            found=str(len(tokens)),
        )
    known = set(setting.tokens)
    for place, token in enumerate(tokens):
        if token not in known:
            return Complaint(
                f"{token[:40]!r} at position {place} is not a token here. "
                f"The tokens are {' '.join(setting.tokens[:24])}.",
                found=token,
            )
    if tokens and setting.bos and tokens[0] != SINK:
        return Complaint(f"Every sequence here starts with {SINK}.", found=tokens[0])
    return None


def _vocabulary(setting: Setting) -> Iterator[Complaint]:
    spaces = [Space("token", setting.tokens), *setting.spaces]
    for space in spaces:
        where = "tokens" if space.name == "token" else f"space {space.name}"
        if not 1 <= len(space.labels) <= bounds.LABELS_PER_SPACE:
            limit = f"must have from 1 to {bounds.LABELS_PER_SPACE} labels"
            yield _say(where, limit, len(space.labels))
        elif len(set(space.labels)) != len(space.labels):
            twice = next(x for x in space.labels if space.labels.count(x) > 1)
            yield _say(where, "must have distinct labels", twice)
        elif not all(is_label(label) for label in space.labels):
            bad = next(x for x in space.labels if not is_label(x))
            limit = f"must have labels of up to {bounds.NAME_CHARACTERS} printable characters"
            yield _say(where, limit, bad[:40])
    if setting.bos and setting.tokens[:1] != (SINK,):
        yield _say("tokens", f"must begin with {SINK} where there is a sink (bos)", None)


def _generation(setting: Setting) -> Iterator[Complaint]:
    if setting.generate is None:
        return
    if not 1 <= setting.generate.steps <= bounds.GENERATE_STEPS:
        limit = f"must be from 1 to {bounds.GENERATE_STEPS}"
        yield _say("generate.steps", limit, setting.generate.steps)
    stop = setting.generate.stop
    if stop is not None and stop not in setting.tokens:
        yield _say("generate.stop", "must be a token", stop)


def _say(field: str, expected: str, found: object) -> Complaint:
    seen = "" if found is None else f", and it is {found!r}"
    return Complaint(f"In the setting, {field} {expected}{seen}.", ("setting", field))


def _labels(name: str, of: list[str] | _Range) -> tuple[str, ...]:
    if isinstance(of, list):
        return tuple(of)
    low, high = of.range
    if not 0 <= high - low < bounds.LABELS_PER_SPACE:
        raise BadSetting(
            f"In the setting, the range of space {name} must have from 1 to "
            f"{bounds.LABELS_PER_SPACE} labels, and it is {low}..{high}."
        )
    return tuple(str(value) for value in range(low, high + 1))


def _sentence(error: ValidationError) -> str:
    first: Mapping[str, Any] = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the setting"
    return f"The setting is not as expected at {where}: {str(first['msg']).lower()}."
