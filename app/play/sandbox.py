"""The sandbox: a setting, a program and a sequence, free, and small enough to be an address.

Nothing of it is stored. What a player typed is kept word for word, right or wrong, deflated and
in URL-safe base64: whoever has the address has the sandbox.
"""

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.errors import GameError
from app.language import bounds
from app.language.setting import Setting, to_json
from app.language.words import quoted

PACKED = 6_000
"""Characters that the packed state may have: with the rest of the line most proxies take it."""
UNPACKED = 2 * bounds.TEXT_BYTES
"""Bytes that a state may have once inflated; inflating stops there."""

_RAW = -15
"""zlib without header and checksum."""
_PACKED = re.compile(r"[A-Za-z0-9_-]+")
_REST = ("spaces", "concepts", "relations", "slots", "generate", "max_weight")


class BadAddress(GameError):
    """An address that holds no sandbox."""


@dataclass(frozen=True, slots=True)
class Box:
    """A sandbox as it was typed, every field text.

    `rest` is a JSON object with whatever of the setting has no field of its own, `text` the
    program; `bos` is "1" or nothing.
    """

    tokens: str = "a b c d"
    max_len: str = "12"
    bos: str = ""
    attention: str = "causal"
    mode: str = "hard"
    sharpness: str = ""
    positions: str = "absolute"
    resolution: str = ""
    rest: str = ""
    text: str = ""
    sequence: str = ""


_BLANK = asdict(Box())


def typed(form: Mapping[str, str]) -> Box:
    """The sandbox in the fields of a form. Every line ends as lines do here."""
    known = {f.name: form[f.name].replace("\r\n", "\n") for f in fields(Box) if f.name in form}
    return Box(**{**_BLANK, "bos": "", **known})


def pack(box: Box) -> str:
    """The sandbox for an address, which may be longer than `PACKED`."""
    told = {name: value for name, value in asdict(box).items() if value != _BLANK[name]}
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return urlsafe_b64encode(deflate.compress(data) + deflate.flush()).decode().rstrip("=")


def unpack(packed: str) -> Box:
    """The sandbox in an address. Raises BadAddress for anything that `pack` does not make."""
    if len(packed) > PACKED or not _PACKED.fullmatch(packed):
        raise _bad()
    try:
        told = json.loads(_inflated(packed).decode())
    except (ValueError, RecursionError):
        raise _bad() from None
    if not isinstance(told, dict) or not all(_known(name, value) for name, value in told.items()):
        raise _bad()
    return Box(**{**_BLANK, **told})


def boxed(setting: Setting, text: str, sequence: str) -> Box:
    """The sandbox of a setting, a program and a sequence as one would type it."""
    rest = {name: value for name, value in to_json(setting).items() if name in _REST and value}
    resolution = "" if setting.resolution == 2.0**-13 else repr(setting.resolution)
    return Box(
        tokens=" ".join(_token(token) for token in setting.tokens),
        max_len=str(setting.max_len),
        bos="1" if setting.bos else "",
        attention=setting.attention,
        mode=setting.mode,
        sharpness="" if setting.sharpness is None else repr(setting.sharpness),
        positions=setting.positions,
        resolution=resolution,
        rest=_pretty(rest),
        text=text,
        sequence=sequence,
    )


def _inflated(packed: str) -> bytes:
    """The bytes, never more than `UNPACKED` of them. Raises ValueError."""
    inflate = zlib.decompressobj(_RAW)
    try:
        data = inflate.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), UNPACKED)
    except zlib.error as error:
        raise ValueError(error) from None
    if not inflate.eof or inflate.unused_data:
        raise ValueError("larger than a sandbox, or not whole")
    return data


def _known(name: str, value: Any) -> bool:
    """Whether this is a field with text in it that can be written down again."""
    if name not in _BLANK or not isinstance(value, str):
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _bad() -> BadAddress:
    return BadAddress(
        "This address does not hold a sandbox: it was cut short or changed.",
        "Ask for the link again, or begin with one of these.",
    )


def _token(token: str) -> str:
    return quoted(token) if token[:1] == '"' or re.search(r"\s", token) or not token else token


def _pretty(rest: Mapping[str, Any]) -> str:
    """The object with one line a name, and ranges of whole numbers written as such."""
    if "spaces" in rest:
        spaces = {name: _ranged(labels) for name, labels in rest["spaces"].items()}
        rest = {**rest, "spaces": spaces}
    lines = (f"  {_json(name)}: {_json(value)}" for name, value in rest.items())
    return "{\n" + ",\n".join(lines) + "\n}" if rest else ""


def _ranged(labels: list[str]) -> object:
    first = labels[0]
    if len(labels) > 2 and re.fullmatch(r"0|-?[1-9][0-9]{0,8}", first):
        low, high = int(first), int(first) + len(labels) - 1
        if labels == [str(value) for value in range(low, high + 1)]:
            return {"range": [low, high]}
    return labels


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
