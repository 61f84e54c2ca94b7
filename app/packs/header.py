"""The header of a program file: comment lines at its top, `# field: text`, one line each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FIELD = re.compile(r"#[ \t]*([a-z]+):[ \t]*(.*\S)[ \t]*")
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))')


@dataclass(frozen=True)
class Headed:
    """A program's text without its header, and the header's fields."""

    fields: Mapping[str, str]
    text: str


def split_header(text: str, known: frozenset[str]) -> Headed:
    """Takes the known fields off the top of a text; the first other line ends the header."""
    fields: dict[str, str] = {}
    lines = text.splitlines(keepends=True)
    while lines:
        found = _FIELD.fullmatch(lines[0].rstrip("\r\n"))
        if found is None or found[1] not in known or found[1] in fields:
            break
        fields[found[1]] = found[2]
        lines.pop(0)
    return Headed(fields, "".join(lines).lstrip("\r\n"))


def split_tokens(text: str) -> tuple[str, ...]:
    """Tokens set off by spaces; one in double quotes may hold spaces, `\\"` and `\\\\`."""
    return tuple(
        re.sub(r"\\(.)", r"\1", quoted) if bare == "" else bare
        for quoted, bare in _TOKEN.findall(text)
    )
