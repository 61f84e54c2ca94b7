"""A name for what a program does: equal for programs that differ in comments and layout only."""

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from app.language.program import BARE, Program, Remarks
from app.language.show import show

Part = TypeVar("Part")


def digest_of(program: Program) -> str:
    """The SHA-256, in hex, of the program's canonical text without its comments."""
    return text_digest(show(bare(program)))


def text_digest(text: str) -> str:
    """The SHA-256, in hex, of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def bare(part: Part) -> Part:
    """The same part of a program without comments, all the way down."""
    if isinstance(part, tuple):
        return tuple(bare(item) for item in part)  # type: ignore[return-value]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changes: dict[str, Any] = {}
    for name in (field.name for field in fields(part)):
        value = getattr(part, name)
        changes[name] = BARE if isinstance(value, Remarks) else bare(value)
    return replace(part, **changes)
