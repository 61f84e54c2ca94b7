"""From a folder to a Pack. Nothing in the folder is ever run.

Whatever is wrong comes out as BadPack, one sentence naming the file and the field.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from app.language import setting as settings
from app.language.allowance import COSTS, Allowance, CostName, Given
from app.language.complaints import complaints
from app.language.cost import cost
from app.language.program import Program
from app.language.show import show
from app.packs.broken import FILE, load_broken
from app.packs.cases import BadCases, Meta, Rows, read_examples
from app.packs.files import PUZZLE_DEPTH, read_table, read_text, where
from app.packs.goal import check_goal, load_proof
from app.packs.model import (
    BadPack,
    Chapter,
    Citation,
    Example,
    Gap,
    Pack,
    Puzzle,
    Spare,
)
from app.packs.plan import Plan, load_plan, slug_of
from app.packs.programs import (
    load_given,
    load_program,
    load_reference,
    load_solutions,
    load_wrong,
)
from app.packs.shape import (
    FOLDER,
    ChapterShape,
    CitationShape,
    GapsShape,
    LayerBudgetShape,
    PackShape,
)


def load_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises BadPack."""
    shape = read_table(folder / "pack.toml", PackShape)
    chapters = tuple(_chapter(folder / name, shape.name) for name in shape.chapters)
    pack = Pack(
        id=str(shape.id),
        name=shape.name,
        title=shape.title,
        version=shape.version,
        engine=shape.engine,
        licence=shape.licence,
        authors=tuple(shape.authors),
        chapters=chapters,
        gaps=_gaps(folder / "gaps.toml"),
        folder=folder,
    )
    _distinct(pack)
    _defined(pack)
    return pack


def puzzle_folders(folder: Path) -> tuple[Path, ...]:
    """The puzzle folders of a pack in playing order. Raises BadPack."""
    shape = read_table(folder / "pack.toml", PackShape)
    return tuple(found for name in shape.chapters for found in _puzzles_in(folder / name))


def load_puzzle(folder: Path, pack: str = "") -> Puzzle:
    """One puzzle, its cases built. Raises BadPack."""
    plan = load_plan(folder)
    shape, name = plan.shape, where(folder / "puzzle.toml", PUZZLE_DEPTH)
    rows, meta = _built(plan)
    broken = load_broken(plan)
    first = "start.stream" if broken is None else FILE
    start_text = read_text(folder / first, PUZZLE_DEPTH)
    start = load_program(folder / first, start_text)
    allowance = _allowance(plan, start)
    task, lesson = _lesson(folder / "lesson.md")
    solutions, proof = load_solutions(folder), load_proof(plan)
    check_goal(plan, solutions, proof)
    par = _par(plan, solutions[0].program, allowance) if solutions else {}
    return Puzzle(
        id=str(shape.id),
        pack=pack,
        slug=plan.slug,
        chapter_slug=slug_of(folder.parent),
        title=shape.title,
        goal=shape.goal,
        pair=shape.pair,
        status=shape.status,
        task=task,
        lesson=lesson,
        setting=plan.setting,
        allowance=allowance,
        start=start,
        start_text=start_text,
        scored=shape.scored,
        output_space=shape.output,
        output=plan.labels,
        examples=_examples(plan, rows, name),
        hints=tuple(shape.hints),
        par=par,
        solutions=solutions,
        proof=proof,
        wrong=load_wrong(folder),
        reference=load_reference(plan),
        introduces=tuple(shape.introduces),
        needs=tuple(shape.needs),
        gaps=tuple(shape.gaps),
        citations=_citations(shape.citations),
        interchangeable=tuple(tuple(group) for group in shape.interchangeable),
        abstain=tuple(shape.abstain),
        spare=tuple(Spare(spare.step, spare.reason) for spare in shape.spare),
        folder=folder,
        digest=_digest(plan, meta, allowance.given, par),
        broken=broken,
    )


def _chapter(folder: Path, pack: str) -> Chapter:
    shape = read_table(folder / "chapter.toml", ChapterShape)
    folders = _puzzles_in(folder)
    if not folders:
        raise BadPack(where(folder, 2), "the chapter has no puzzle folder, such as 01-first-one.")
    return Chapter(
        slug=slug_of(folder),
        title=shape.title,
        gap=shape.gap,
        failure=shape.failure,
        citations=_citations(shape.citations),
        puzzles=tuple(load_puzzle(found, pack) for found in folders),
    )


def _puzzles_in(folder: Path) -> tuple[Path, ...]:
    try:
        found = sorted(p for p in folder.iterdir() if FOLDER.fullmatch(p.name) and p.is_dir())
    except OSError:
        what = f"chapters names {folder.name}, and there is no such folder."
        raise BadPack(where(folder.parent / "pack.toml", 2), what) from None
    return tuple(found)


def _gaps(path: Path) -> tuple[Gap, ...]:
    gaps = tuple(
        Gap(one.slug, one.title, one.meaning, one.failure, _citations(one.citations))
        for one in read_table(path, GapsShape).gap
    )
    slugs = [gap.slug for gap in gaps]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise BadPack(where(path, 2), f"gap defines {slug} twice.")
    return gaps


def _defined(pack: Pack) -> None:
    """Refuses a gap that has no card."""
    known = {gap.slug for gap in pack.gaps}
    for puzzle in pack.puzzles:
        for slug in puzzle.gaps:
            if slug not in known:
                name = where(puzzle.folder / "puzzle.toml", PUZZLE_DEPTH)
                raise BadPack(name, f"gaps names {slug}, which gaps.toml does not define.")


def _distinct(pack: Pack) -> None:
    """Refuses what the rest of the game could not tell apart."""
    for field in ("slug", "id"):
        seen: dict[str, Puzzle] = {}
        for puzzle in pack.puzzles:
            other = seen.setdefault(getattr(puzzle, field), puzzle)
            if other is not puzzle:
                name = where(puzzle.folder / "puzzle.toml", PUZZLE_DEPTH)
                raise BadPack(name, f"its {field} is also that of {where(other.folder, 2)}.")
    slugs = [chapter.slug for chapter in pack.chapters]
    if len(set(slugs)) != len(slugs):
        raise BadPack(where(pack.folder / "pack.toml", 2), "chapters holds one slug twice.")


def _allowance(plan: Plan, start: Program) -> Allowance:
    shape = plan.shape
    return Allowance(
        given=load_given(plan, start),
        budget={
            name: value for name in COSTS if (value := getattr(shape.budget, name)) is not None
        },
        per_layer=tuple(_layer_budget(layer) for layer in shape.budget.layer),
        forbidden=frozenset(shape.forbid),
        sealed=frozenset(shape.sealed),
    )


def _layer_budget(layer: LayerBudgetShape) -> Mapping[CostName, int]:
    names: tuple[CostName, ...] = ("heads", "terms", "neurons", "value_width", "key_width")
    return {name: value for name in names if (value := getattr(layer, name)) is not None}


def _par(plan: Plan, program: Program, allowance: Allowance) -> Mapping[CostName, int]:
    for complaint in complaints(program, plan.setting, allowance):
        raise BadPack(where(plan.folder / "solutions" / "par.stream", PUZZLE_DEPTH), str(complaint))
    values = cost(program, plan.setting, allowance.given).as_json()
    return {name: values[name] for name in COSTS if name in plan.shape.par}


def _lesson(path: Path) -> tuple[str, str]:
    lines = read_text(path, PUZZLE_DEPTH).splitlines()
    if "---" not in (stripped := [line.rstrip() for line in lines]):
        what = "a line --- must stand between the task and what it meant."
        raise BadPack(where(path, PUZZLE_DEPTH), what)
    cut = stripped.index("---")
    task, lesson = "\n".join(lines[:cut]).strip(), "\n".join(lines[cut + 1 :]).strip()
    if not task or not lesson:
        raise BadPack(
            where(path, PUZZLE_DEPTH), "there must be text before and after the line ---."
        )
    return task, lesson


def _built(plan: Plan) -> tuple[Rows, Meta]:
    path = plan.folder / "cases.npz"
    try:
        return read_examples(path, plan.setting.tokens, plan.labels)
    except BadCases as error:
        raise BadPack(where(path, PUZZLE_DEPTH), f"{error}.") from None


def _examples(plan: Plan, rows: Rows, name: str) -> tuple[Example, ...]:
    vocabulary, labels = plan.setting.tokens, plan.labels
    examples = tuple(
        Example(
            tuple(vocabulary[token] for token in tokens),
            tuple(None if answer < 0 else labels[answer] for answer in wanted),
        )
        for tokens, wanted in zip(rows.tokens, rows.wanted, strict=True)
    )
    if [list(example.tokens) for example in examples] != plan.shape.examples:
        raise BadPack(name, "examples are not those that were built; run `btt pack build`.")
    return examples


def _citations(shapes: list[CitationShape]) -> tuple[Citation, ...]:
    return tuple(Citation(one.text, one.claim, one.url, one.standing) for one in shapes)


def _digest(plan: Plan, meta: Meta, given: Given | None, par: Mapping[CostName, int]) -> str:
    """SHA-256 over everything a verdict depends on, the program and the engine apart."""
    rules = plan.shape.model_dump(mode="json", include={"given", "budget", "forbid", "sealed"})
    if plan.shape.goal != "build":
        rules["goal"] = plan.shape.goal
    if plan.shape.goal == "break":
        rules |= {"shortest": plan.shape.shortest, "broken": read_text(plan.folder / FILE)}
    setting = settings.to_json(plan.setting)
    parts = [json.dumps([rules, setting, par], sort_keys=True), meta.digest]
    parts.append("" if given is None else show(given.program))
    return sha256("\n".join(parts).encode()).hexdigest()
