"""The program files of a puzzle: given steps, solutions, wrong programs, the reference."""

import json
from pathlib import Path

from app.language import setting as settings
from app.language.allowance import Given
from app.language.complaints import complaints
from app.language.parse import parse
from app.language.program import Program
from app.packs.files import PUZZLE_DEPTH, read_text, where
from app.packs.header import split_header, split_tokens
from app.packs.model import BadPack, Reference, Solution, Wrong
from app.packs.plan import Plan


def load_given(plan: Plan, start: Program) -> Given | None:
    shape = plan.shape.given
    if shape is None:
        return None
    path = plan.folder / shape.program
    program = start
    if shape.program != "start.stream":
        program = load_program(path, read_text(path, PUZZLE_DEPTH))
    heads = {head.name for layer in program.layers for head in layer.heads}
    for name in shape.open:
        if name not in heads:
            file = where(plan.folder / "puzzle.toml", PUZZLE_DEPTH)
            raise BadPack(file, f"given.open names {name}, and {shape.program} has no such head.")
    return Given(program, frozenset(shape.open), shape.free)


def load_program(path: Path, text: str) -> Program:
    reading = parse(text)
    for complaint in reading.complaints:
        raise BadPack(where(path, PUZZLE_DEPTH), str(complaint))
    return reading.program


def load_solutions(folder: Path) -> tuple[Solution, ...]:
    """Every solution, par first and then by name; none where the folder holds none."""
    par = folder / "solutions" / "par.stream"
    found = sorted((folder / "solutions").glob("*.stream"))
    others = [path for path in found if path != par]
    return tuple(_solution(path) for path in (par, *others)) if found else ()


def _solution(path: Path) -> Solution:
    headed = split_header(read_text(path, PUZZLE_DEPTH), frozenset({"title", "say"}))
    program = load_program(path, headed.text)
    title = headed.fields.get("title", "The author's solution")
    return Solution(path.stem, title, headed.fields.get("say", ""), program, headed.text)


def load_wrong(folder: Path) -> tuple[Wrong, ...]:
    return tuple(_wrong_one(path) for path in sorted((folder / "wrong").glob("*.stream")))


def _wrong_one(path: Path) -> Wrong:
    fields = ("why", "fails", "say")
    headed = split_header(read_text(path, PUZZLE_DEPTH), frozenset(fields))
    for field in fields:
        if field not in headed.fields:
            raise BadPack(where(path, PUZZLE_DEPTH), f"the header lacks a line `# {field}: ...`.")
    return Wrong(
        name=path.stem,
        program=load_program(path, headed.text),
        text=headed.text,
        why=headed.fields["why"],
        fails=split_tokens(headed.fields["fails"]),
        say=headed.fields["say"],
    )


def load_reference(plan: Plan) -> Reference | None:
    path, own = plan.folder / "reference.stream", plan.folder / "reference.json"
    if not path.exists():
        return None
    setting = plan.setting
    if own.exists():
        try:
            setting = settings.from_json(json.loads(read_text(own, PUZZLE_DEPTH)))
        except (ValueError, RecursionError) as error:
            raise BadPack(where(own, PUZZLE_DEPTH), f"this is not a setting: {error}") from None
    program = load_program(path, read_text(path, PUZZLE_DEPTH))
    if setting.tokens != plan.setting.tokens:
        raise BadPack(where(own, PUZZLE_DEPTH), "tokens must be those of the puzzle's setting.")
    for complaint in complaints(program, setting):
        raise BadPack(where(path, PUZZLE_DEPTH), str(complaint))
    return Reference(program, setting)
