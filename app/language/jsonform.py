"""A program as JSON: the same content as the written form, with a version.

`{"stream": 1, "program": {...}}`: the field names are those of `program`, numbers with a fraction
are text such as "1/3", and what has its default may be left out. Only what can be written as text
is read, so both forms always carry the same programs.
"""

from dataclasses import is_dataclass
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.language import program
from app.language.parse import parse
from app.language.program import Program
from app.language.show import show

VERSION = 1


class BadProgram(ValueError):
    """JSON that is not a program; its message is one sentence for a person."""


def to_json(written: Program) -> dict[str, Any]:
    """The program as a JSON object, defaults left out."""
    body = _adapter().dump_python(written, mode="json", exclude_defaults=True)
    return {"stream": VERSION, "program": body}


def from_json(data: object) -> Program:
    """The program in a JSON object. Raises BadProgram with one sentence when there is none."""
    if not isinstance(data, dict) or set(data) != {"stream", "program"}:
        raise BadProgram('A program is an object with the fields "stream" and "program".')
    if data["stream"] != VERSION:
        raise BadProgram(f'"stream" is the version of the format, {VERSION} here.')
    try:
        found = _adapter().validate_python(data["program"])
    except ValidationError as error:
        raise BadProgram(_sentence(error)) from None
    except RecursionError:
        raise BadProgram("The program nests too deep.") from None
    reading = parse(show(found))
    for complaint in reading.complaints:
        raise BadProgram(f"The program cannot be written as text: {complaint.message}")
    if reading.program != found:
        raise BadProgram(
            "The program cannot be written as text: numbers in a compute are not negative, an "
            "amount has a slot and a label, and a comment is one line without spaces around it."
        )
    return found


@cache
def _adapter() -> TypeAdapter[Program]:
    """The shape of a program, read off its dataclasses; unknown fields are refused."""
    for part in vars(program).values():
        if isinstance(part, type) and is_dataclass(part):
            part.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(Program)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the top"
    return f"The program is not as expected at {where}: {first['msg'].lower()}."
