"""The one rule about what is allowed: every complaint about a program.

Editor, engine, command line, pack linter and judge all ask here; nothing runs that has a complaint
of a kind other than "budget", and no verdict refuses without a sentence from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from app.language import bounds
from app.language.allowance import ANYTHING, Allowance
from app.language.complaint import Complaint
from app.language.declarations import declarations
from app.language.parse import parse
from app.language.permission import permission
from app.language.program import Place, Program
from app.language.scope import Scope, scope_of
from app.language.setting import Setting
from app.language.steps import Steps


@dataclass(frozen=True)
class Judgement:
    """A text read and judged: the program, and every complaint with its line."""

    program: Program
    complaints: tuple[Complaint, ...]
    readable: bool
    """Whether every line could be read; otherwise `program` is only a part."""


def complaints(
    program: Program, setting: Setting, allowance: Allowance = ANYTHING
) -> tuple[Complaint, ...]:
    """Everything wrong with a program here, declarations first, at most bounds.COMPLAINTS."""
    scope = scope_of(program, setting)
    found = islice(_all(program, setting, scope, allowance), bounds.COMPLAINTS)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def setting_complaints(setting: Setting) -> tuple[Complaint, ...]:
    """What is wrong with the names a setting gives: they must be ones a program could declare."""
    own = Program(
        spaces=setting.spaces,
        slots=setting.slots,
        concepts=setting.concepts,
        relations=setting.relations,
    )
    bare = replace(setting, spaces=(), slots=(), concepts=(), relations=())
    return tuple(
        replace(complaint, message=f"In the setting: {complaint.message}", place=("setting",))
        for complaint in declarations(own, bare, scope_of(own, bare))
    )


def runnable(found: tuple[Complaint, ...]) -> bool:
    """Whether a program with these complaints means something the engine can run."""
    return all(complaint.kind in ("budget", "rule") for complaint in found)


def read(text: str, setting: Setting, allowance: Allowance = ANYTHING) -> Judgement:
    """Reads a text and judges what it says. With unreadable lines only those are complained of."""
    reading = parse(text)
    if reading.complaints:
        return Judgement(reading.program, reading.complaints, readable=False)
    found = tuple(
        complaint.at(line_of(complaint.place, reading.lines))
        for complaint in complaints(reading.program, setting, allowance)
    )
    return Judgement(reading.program, found, readable=True)


def line_of(place: Place, lines: Mapping[Place, int]) -> int | None:
    """The line of a place, or of the nearest part around it."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return None


def _all(
    program: Program, setting: Setting, scope: Scope, allowance: Allowance
) -> Iterator[Complaint]:
    yield from setting_complaints(setting)
    yield from declarations(program, setting, scope)
    yield from Steps(program, setting, scope).complaints()
    yield from permission(program, setting, allowance)
