"""Reading the written form (LANGUAGE reference, section 9): one statement a line.

Reading is lenient about meaning and strict about form: a program that names unknown slots reads
well, and `complaints` says what it lacks. A line that cannot be read becomes a complaint and the
rest is read on, so that one look shows everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.language import bounds
from app.language.complaint import Complaint, nearest
from app.language.cursor import Cursor
from app.language.draft import Draft
from app.language.lex import Misplaced, Unreadable, lex, split_comment
from app.language.program import Circuit, Place, Program, Remarks
from app.language.statements import PATH, STATEMENTS


@dataclass(frozen=True)
class Reading:
    """What a text says. With complaints, `program` holds the lines that could be read."""

    program: Program
    complaints: tuple[Complaint, ...] = ()
    lines: Mapping[Place, int] = field(default_factory=dict)


def parse(text: str) -> Reading:
    """Reads a program's text. Never raises; time grows with the length of the text."""
    if len(text.encode("utf-8", "replace")) > bounds.TEXT_BYTES:
        message = f"A program may have {bounds.TEXT_BYTES // 1024} KB of text; this one has more."
        return Reading(Program(), (Complaint(message, kind="syntax"),))
    draft = Draft()
    complaints: list[Complaint] = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            _read(line.rstrip("\r"), number, draft)
        except Unreadable as error:
            if isinstance(error, Misplaced) and draft.lost:
                continue
            complaints.append(_complaint(error, number))
            draft.lost = True
            if len(complaints) >= bounds.COMPLAINTS:
                break
    return Reading(draft.program(), tuple(complaints), draft.lines)


def _read(line: str, number: int, draft: Draft) -> None:
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    if word == "circuit":
        _circuit(line, number, draft)
        return
    statement, comment = split_comment(line)
    if not statement.strip():
        if comment is not None:
            draft.remark(comment)
        return
    cursor = Cursor(lex(statement))
    keyword = cursor.here
    read = STATEMENTS.get(keyword.text) if keyword.sort == "word" else None
    if read is None:
        raise _unknown_statement(cursor)
    cursor.step()
    read(cursor, draft, draft.remarks(comment), number)


def _circuit(line: str, number: int, draft: Draft) -> None:
    """`circuit PATH: purpose`; the purpose is free text, a `#` in it included."""
    head, colon, purpose = line.partition(":")
    words = head.split()
    path = " ".join(words[1:])
    if PATH.fullmatch(path) is None:
        message = "A circuit is written `circuit name/name: its purpose`."
        raise Unreadable(message, len(head), found=path[:40], expected="a path of names")
    if any(len(part) > bounds.NAME_CHARACTERS for part in path.split("/")):
        message = f"Names have up to {bounds.NAME_CHARACTERS} characters."
        raise Unreadable(message, 0, found=path[:40], expected="a shorter name")
    if not colon and "#" in line:
        raise Unreadable("A circuit's comment stands on the line before it.", line.index("#"))
    remarks: Remarks = draft.remarks(None)
    draft.circuit(Circuit(path, " ".join(purpose.split()), remarks), number)


def _unknown_statement(cursor: Cursor) -> Unreadable:
    lexeme = cursor.here
    near = nearest(lexeme.text, STATEMENTS) if lexeme.sort == "word" else None
    hint = (
        f" Did you mean {near}?"
        if near
        else " A line begins with a word such as "
        + ("slot, layer, head, match, copy, mlp, when or output.")
    )
    found = lexeme.text[:40]
    return Unreadable(
        f"No statement begins with {found!r}.{hint}", lexeme.start, found, "statement"
    )


def _complaint(error: Unreadable, line: int) -> Complaint:
    return Complaint(
        error.message,
        ("text", line),
        "syntax",
        line,
        error.column + 1,
        error.found,
        error.expected,
    )
