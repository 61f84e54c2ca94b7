"""Reading the small text files of a pack: bounded, and every failure one sentence."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.packs.model import BadPack

TEXT_BYTES = 256 * 1024
"""The largest text file of a pack."""

PUZZLE_DEPTH = 3
"""Parts of a path that a sentence about a puzzle shows: chapter, puzzle, file."""

Found = TypeVar("Found", bound=BaseModel)


def where(path: Path, depth: int) -> str:
    """A file's name for a sentence: its last `depth` parts."""
    return "/".join(path.parts[-depth:])


def read_text(path: Path, depth: int = 2) -> str:
    """The text of a file. Raises BadPack if it is missing, large, or not UTF-8."""
    name = where(path, depth)
    try:
        if path.stat().st_size > TEXT_BYTES:
            raise BadPack(name, f"the file is larger than {TEXT_BYTES // 1024} KB.")
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise BadPack(name, "the file is missing.") from None
    except UnicodeDecodeError:
        raise BadPack(name, "the file is not UTF-8 text.") from None
    except OSError as error:
        raise BadPack(name, f"the file cannot be read ({error.strerror}).") from None


def read_table(path: Path, shape: type[Found], depth: int = 2) -> Found:
    """A TOML file as its shape. Raises BadPack naming the file and the field."""
    text = read_text(path, depth)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(where(path, depth), f"this is not TOML: {error}.") from None
    except (RecursionError, ValueError):
        raise BadPack(where(path, depth), "this is not TOML that can be read.") from None
    return check_table(table, shape, where(path, depth))


def check_table(table: Mapping[str, Any], shape: type[Found], name: str) -> Found:
    """A table as its shape. Raises BadPack naming the file and the first field that is off."""
    try:
        return shape.model_validate(table)
    except ValidationError as error:
        raise BadPack(name, _sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    every = error.errors(include_url=False)
    first = next((one for one in every if one["type"] == "extra_forbidden"), every[0])
    field = ".".join(str(part) for part in first["loc"]) or "the table"
    if first["type"] == "missing":
        return f"{field} is missing."
    if first["type"] == "extra_forbidden":
        return f"{field} is not a field here; is it misspelt, or in the wrong table?"
    found = repr(first["input"])
    shown = found if len(found) <= 60 else f"{found[:60]}..."
    reason = first["msg"].removeprefix("Value error, ")
    return f"{field} is not as expected ({reason[:1].lower()}{reason[1:]}); it is {shown}."
