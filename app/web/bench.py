"""What was typed into the sandbox, read: the setting, the program, the sequence, each complaint.

A complaint stands at the field it is about. What cannot be read leaves the rest as it is: with a
setting that makes no sense the program is still told which of its lines are none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.language import bounds, complaints
from app.language.complaint import Complaint
from app.language.parse import parse
from app.language.program import Program
from app.language.setting import BadSetting, Setting, SettingShape, from_json
from app.language.setting import complaints as setting_complaints
from app.play.sandbox import Box
from app.web.sequence import own, words

FIELDS = ("tokens", "max_len", "bos", "attention", "mode", "sharpness", "positions", "resolution")
"""What has a field of its own; everything else is said in `rest`."""


@dataclass(frozen=True)
class Bench:
    """A sandbox that has been read. `errors` is one sentence for each field in trouble.

    `setting` is None where it cannot be read, `tokens` where there is no sequence to run.
    """

    box: Box
    setting: Setting | None
    program: Program
    complaints: tuple[Complaint, ...]
    readable: bool
    tokens: tuple[str, ...] | None
    errors: Mapping[str, str] = field(default_factory=dict)

    def error(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return self.errors.get(name, "")


class _Wrong(ValueError):
    """A field that cannot be read."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def read(box: Box) -> Bench:
    """The sandbox as far as it can be read. Never raises for anything that may be typed."""
    try:
        setting = _setting(box)
    except _Wrong as wrong:
        reading = parse(box.text)
        found = reading.complaints
        errors = {wrong.name: str(wrong)}
        return Bench(box, None, reading.program, found, not found, None, errors)
    judged = complaints.read(box.text, setting)
    typed, tokens = own(box.sequence, setting)
    errors = {"sequence": typed.error} if typed.error else {}
    return Bench(box, setting, judged.program, judged.complaints, judged.readable, tokens, errors)


def _setting(box: Box) -> Setting:
    """The setting in the fields. Raises _Wrong."""
    data = _rest(box.rest)
    data["tokens"] = list(words(box.tokens))
    if not data["tokens"]:
        raise _Wrong("tokens", "Type some tokens, with spaces between them.")
    data["max_len"] = _whole(box.max_len)
    data["bos"] = bool(box.bos)
    data["attention"], data["mode"], data["positions"] = box.attention, box.mode, box.positions
    for name in ("sharpness", "resolution"):
        if getattr(box, name).strip():
            data[name] = _number(name, getattr(box, name))
    try:
        setting = from_json(data)
    except BadSetting as error:
        raise _Wrong(_blamed(data), str(error)) from None
    for complaint in complaints.setting_complaints(setting):
        raise _Wrong("rest", complaint.message)
    return setting


def _rest(text: str) -> dict[str, Any]:
    """The JSON object of everything without a field. Raises _Wrong."""
    if not text.strip():
        return {}
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _Wrong("rest", f"This is not JSON: at {where}, {error.msg.lower()}.") from None
    except RecursionError:
        raise _Wrong("rest", "This JSON nests too deep.") from None
    except ValueError:
        raise _Wrong("rest", "This JSON has a number or a letter that cannot be used.") from None
    if not isinstance(data, dict):
        raise _Wrong("rest", 'This is one JSON object, such as {"spaces": {"reply": ["yes"]}}.')
    twice = next((name for name in FIELDS if name in data), None)
    if twice is not None:
        raise _Wrong("rest", f'"{twice}" has a field of its own above.')
    return data


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        most = bounds.SEQUENCE_TOKENS
        sentence = f"The longest sequence is a whole number from 1 to {most}."
        raise _Wrong("max_len", sentence) from None


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _Wrong(name, f"The {name} is a number, such as 0.001.") from None


def _blamed(data: dict[str, Any]) -> str:
    """The field that a setting is refused for."""
    try:
        setting = SettingShape.model_validate(data).build()
    except ValidationError as error:
        where = error.errors(include_url=False, include_input=False)[0]["loc"]
    except BadSetting:
        where = ()
    else:
        where = next((complaint.place[1:] for complaint in setting_complaints(setting)), ())
    name = str(where[0]) if where else ""
    return name if name in FIELDS else "rest"
