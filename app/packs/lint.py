"""`btt pack lint`: what can be seen in a pack without running anything."""

import re
from collections.abc import Iterator
from pathlib import Path

from app import assets
from app.engine import limits
from app.language.complaints import complaints
from app.packs.build import is_stale
from app.packs.cases import BadCases, read_examples
from app.packs.features import features
from app.packs.files import PUZZLE_DEPTH, read_table, where
from app.packs.load import load_pack, load_puzzle, puzzle_folders
from app.packs.model import BadPack, Chapter, Gap, Pack, Puzzle
from app.packs.plan import load_plan
from app.packs.report import Report, Row
from app.packs.shape import FOLDER, PackShape
from app.packs.text import is_plain, words_in
from app.packs.twins import twins

TASK_WORDS = 90
LESSON_WORDS = 200

_PUZZLE_FILES = frozenset(
    {
        *("puzzle.toml", "lesson.md", "target.py", "start.stream", "given.stream"),
        *("reference.stream", "reference.json", "proof.toml", "broken.stream", "cases.npz"),
    }
)
_FOLDERS = ("solutions", "wrong")
_CLAUSE = re.compile(r"(>=|<=|==|<|>)([0-9.]+)")


def lint_pack(folder: Path) -> Report:
    """Everything that is off in a pack; one row that says so if nothing is."""
    rows = [Row(found.where, False, found.what) for found in _findings(folder)]
    if not rows:
        rows = [Row(folder.name, True, "nothing to mend")]
    return Report(f"Linting {folder.name}", tuple(rows))


def _findings(folder: Path) -> Iterator[BadPack]:
    yield from _strays(folder)
    broken = list(_unreadable(folder))
    yield from broken
    if broken:
        return
    try:
        pack = load_pack(folder)
    except BadPack as error:
        yield error
        return
    yield from _engine(pack)
    yield from _chapters(pack)
    yield from _gaps(pack)
    for puzzle in pack.puzzles:
        yield from _puzzle(puzzle)
    yield from _order(pack)
    yield from twins(pack)
    yield from _exposed(pack)


def _unreadable(folder: Path) -> Iterator[BadPack]:
    try:
        folders = puzzle_folders(folder)
    except BadPack as error:
        yield error
        return
    for found in folders:
        try:
            load_puzzle(found)
        except BadPack as error:
            yield error


def _strays(folder: Path) -> Iterator[BadPack]:
    """Files and folders that the format does not know, and chapters that are not listed."""
    try:
        listed = read_table(folder / "pack.toml", PackShape).chapters
    except BadPack:
        return
    for path in sorted(folder.iterdir()):
        if path.name in ("pack.toml", "gaps.toml"):
            continue
        if path.name not in listed:
            yield BadPack(where(path, 2), "the format knows no such file, and no chapter is it.")
            continue
        for inner in sorted(path.iterdir()):
            if FOLDER.fullmatch(inner.name) and inner.is_dir():
                yield from _stray_in(inner)
            elif inner.name != "chapter.toml":
                yield BadPack(where(inner, 3), "the format knows no such file.")


def _stray_in(folder: Path) -> Iterator[BadPack]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            yield BadPack(where(path, PUZZLE_DEPTH), "links have no place in a pack.")
        elif path.is_dir() and path.name in _FOLDERS:
            for inner in sorted(path.iterdir()):
                if inner.suffix != ".stream" or not inner.is_file():
                    yield BadPack(where(inner, 4), "only .stream files belong here.")
        elif path.name not in _PUZZLE_FILES or not path.is_file():
            yield BadPack(where(path, PUZZLE_DEPTH), "the format knows no such file.")


def _engine(pack: Pack) -> Iterator[BadPack]:
    here = _version(limits.VERSION)
    for sign, text in _CLAUSE.findall(pack.engine):
        other = _version(text)
        fits = {
            ">=": here >= other,
            "<=": here <= other,
            "==": here == other,
            "<": here < other,
            ">": here > other,
        }[sign]
        if not fits:
            what = f"engine is {pack.engine}, and this one is {limits.VERSION}."
            yield BadPack(where(pack.folder / "pack.toml", 2), what)


def _version(text: str) -> tuple[int, ...]:
    parts = [int(part) for part in text.split(".") if part]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _chapters(pack: Pack) -> Iterator[BadPack]:
    numbers = [folder.parent.name[:2] for folder in puzzle_folders(pack.folder)]
    if numbers != sorted(numbers):
        what = "chapters are listed in another order than their numbers."
        yield BadPack(where(pack.folder / "pack.toml", 2), what)
    for chapter in pack.chapters:
        yield from _plain(f"{chapter.slug}/chapter.toml", _words_of(chapter))


def _gaps(pack: Pack) -> Iterator[BadPack]:
    """Cards that no puzzle leads to, and what is written on them."""
    name = where(pack.folder / "gaps.toml", 2)
    met = {slug for puzzle in pack.puzzles for slug in puzzle.gaps}
    for gap in pack.gaps:
        if gap.slug not in met:
            yield BadPack(name, f"gap defines {gap.slug}, and no puzzle names it.")
        texts = {"meaning": gap.meaning, "failure": gap.failure} | _claims(gap)
        yield from _plain(name, {f"{gap.slug}.{field}": text for field, text in texts.items()})


def _words_of(chapter: Chapter) -> dict[str, str]:
    return {"gap": chapter.gap, "failure": chapter.failure} | _claims(chapter)


def _claims(citing: Chapter | Gap | Puzzle) -> dict[str, str]:
    return {f"citations.{i}.claim": one.claim for i, one in enumerate(citing.citations)}


def _puzzle(puzzle: Puzzle) -> Iterator[BadPack]:
    name = where(puzzle.folder / "puzzle.toml", PUZZLE_DEPTH)
    hints = {f"hints.{number}": hint for number, hint in enumerate(puzzle.hints)}
    says = {f"wrong/{wrong.name}": wrong.say for wrong in puzzle.wrong}
    yield from _plain(name, hints | says | _claims(puzzle))
    lesson = where(puzzle.folder / "lesson.md", PUZZLE_DEPTH)
    yield from _plain(lesson, {"the task": puzzle.task, "what it meant": puzzle.lesson})
    for what, text, most in (
        ("the task", puzzle.task, TASK_WORDS),
        ("what it meant", puzzle.lesson, LESSON_WORDS),
    ):
        if words_in(text) > most:
            yield BadPack(lesson, f"{what} has {words_in(text)} words; {most} are enough.")
    if len(puzzle.wrong) < 2 and puzzle.goal != "break":
        yield BadPack(name, "two wrong programs are needed at least.")
    if len({example.tokens for example in puzzle.examples}) != len(puzzle.examples):
        yield BadPack(name, "examples holds a sequence twice.")
    yield from _names(puzzle, name)
    yield from _built(puzzle)


def _names(puzzle: Puzzle, name: str) -> Iterator[BadPack]:
    known = {*puzzle.setting.tokens, *puzzle.output}
    for group in puzzle.interchangeable:
        for label in group:
            if label not in known:
                what = f"interchangeable names {label}, which is no token and no answer."
                yield BadPack(name, what)
    for label in puzzle.abstain:
        if label not in puzzle.output:
            yield BadPack(name, f"abstain names {label}, which is no answer.")
    given = puzzle.allowance.given
    slots = {"token", "position", *(slot.name for slot in puzzle.setting.slots)}
    if given is not None:
        heads = [head for layer in given.program.layers for head in layer.heads]
        slots |= {slot.name for slot in given.program.slots}
        slots |= {copy.target for head in heads for copy in head.copies}
    for slot in sorted(puzzle.allowance.sealed - slots):
        yield BadPack(name, f"sealed names {slot}, and nothing given is called that.")
    for complaint in complaints(puzzle.start, puzzle.setting, puzzle.allowance):
        if complaint.kind in ("rule", "budget"):
            what = f"the start is against the puzzle's own rules: {complaint.message}"
            yield BadPack(where(puzzle.folder / "start.stream", PUZZLE_DEPTH), what)


def _built(puzzle: Puzzle) -> Iterator[BadPack]:
    path = puzzle.folder / "cases.npz"
    try:
        _, meta = read_examples(path, puzzle.setting.tokens, puzzle.output)
        if is_stale(load_plan(puzzle.folder), meta):
            what = "it was built from other files; run `btt pack build`."
            yield BadPack(where(path, PUZZLE_DEPTH), what)
        assert puzzle.cases.total  # noqa: S101 (reads it all, and so checks it all)
    except BadPack as error:
        yield error
    except BadCases as error:
        yield BadPack(where(path, PUZZLE_DEPTH), f"{error}.")


def _order(pack: Pack) -> Iterator[BadPack]:
    """Whatever a puzzle asks of a player must have come before it."""
    before: set[str] = set()
    introduced: set[str] = set()
    for puzzle in pack.puzzles:
        name = where(puzzle.folder / "puzzle.toml", PUZZLE_DEPTH)
        for slug in puzzle.needs:
            if slug not in before:
                yield BadPack(name, f"needs names {slug}, which is no earlier puzzle.")
        introduced |= set(puzzle.introduces)
        given = puzzle.allowance.given
        have = introduced | (features(given.program) if given else set())
        shown = [one.program for one in puzzle.solutions[:1]]
        shown += [] if puzzle.broken is None else [puzzle.broken.program]
        missing = {f for program in shown for f in features(program)} - have
        if missing:
            file = "par" if puzzle.broken is None else "broken.stream"
            what = f"{file} needs what nothing introduces so far: {', '.join(sorted(missing))}."
            yield BadPack(name, what)
        before.add(puzzle.slug)


_TABLES = ("pack.toml", "chapter.toml", "puzzle.toml")


def _exposed(pack: Pack) -> Iterator[BadPack]:
    """Nothing that a player is not to see may lie where files are served from."""
    secrets = {solution.text for puzzle in pack.puzzles for solution in puzzle.solutions}
    for path in sorted(assets.folder("static").rglob("*")):
        if path.suffix in (".npz", ".stream") or path.name in _TABLES:
            yield BadPack(where(path, 2), "parts of a pack must not lie among the static files.")
        elif path.suffix in (".txt", ".json", ".md", ".js"):
            text = path.read_text("utf-8", "replace")
            if any(secret.strip() in text for secret in secrets):
                yield BadPack(where(path, 2), "a solution is written in this static file.")


def _plain(name: str, texts: dict[str, str]) -> Iterator[BadPack]:
    for field, text in texts.items():
        if not is_plain(text):
            what = f"{field} holds raw HTML, a picture, or a link that is not https."
            yield BadPack(name, what)
