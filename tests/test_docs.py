"""The documentation against the program: nothing undescribed, nothing that no longer works."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
from pydantic import BaseModel

from app.cli import main
from app.engine.run import answer_labels
from app.language import bounds, jsonform
from app.language.allowance import CONSTRUCTS, COSTS
from app.language.complaints import complaints, read
from app.language.parse import parse
from app.language.setting import SettingShape, from_json, sequence_complaint, to_json
from app.language.show import show
from app.language.statements import STATEMENTS
from app.language.words import RESERVED
from app.packs import shape
from app.packs.judge import Status
from app.settings import Settings, variable

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
START = (
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/btt serve",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest",
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(source: str, kind: str | None = None) -> list[str]:
    """The fenced blocks of a page, all or those of one kind."""
    return [body for sort, body in _FENCE.findall(source) if kind in (None, sort)]


def prose(source: str) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", source)


def headings(source: str) -> list[str]:
    return _HEADING.findall(prose(source))


def anchors(source: str) -> set[str]:
    """The anchors of a page's headings, as hosting sites make them."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings(source))
    return {heading.replace(" ", "-") for heading in kept}


def section(source: str, heading: str) -> str:
    """A section with everything under it, to the next heading of its own depth or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*)", source, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no section {heading}"
    marks, rest = found.groups()
    return str(re.split(rf"^#{{1,{len(marks)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0])


# The language -----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [*STATEMENTS, "circuit"])
def test_every_statement_has_its_heading(word: str) -> None:
    assert word in headings(text("language.md"))


@pytest.mark.parametrize("field", list(SettingShape.model_fields))
def test_every_field_of_a_setting_has_its_heading(field: str) -> None:
    assert field in headings(section(text("language.md"), "The setting"))


def test_every_limit_is_named_with_its_value() -> None:
    limits = section(text("language.md"), "Limits")
    for name, value in vars(bounds).items():
        if name.isupper():
            assert f"| `{name}` | {value:,} |" in limits


def test_every_cost_and_word_is_named() -> None:
    page = text("language.md")
    assert all(f"| `{cost}` |" in section(page, "Costs") for cost in COSTS)
    assert set(blocks(section(page, "The written form"), "text")[0].split()) == RESERVED


def test_the_setting_that_is_shown_has_every_field() -> None:
    shown = json.loads(blocks(section(text("language.md"), "The setting"), "json")[0])
    assert set(shown) == set(SettingShape.model_fields)
    assert to_json(from_json(shown))["max_len"] == shown["max_len"]


def test_the_json_form_that_is_shown_is_a_program() -> None:
    shown = json.loads(blocks(section(text("language.md"), "The JSON form"), "json")[0])
    program = jsonform.from_json(shown)
    assert parse(show(program)).program == program
    assert complaints(program, from_json({"tokens": ["a"], "max_len": 4})) == ()


def worked() -> list[tuple[str, str, str, str]]:
    """Program, setting, sequences and answers of each worked program."""
    page = section(text("language.md"), "Worked programs")
    found = [body for sort, body in _FENCE.findall(page) if sort in ("stream", "json")]
    assert len(found) % 4 == 0
    assert len(found) >= 12
    return [(*found[at : at + 3], found[at + 3]) for at in range(0, len(found), 4)]


@pytest.mark.parametrize(("program", "setting", "sequences", "answers"), worked())
def test_every_worked_program_answers_as_printed(
    program: str, setting: str, sequences: str, answers: str
) -> None:
    place = from_json(json.loads(setting))
    judgement = read(program, place)
    assert judgement.complaints == ()
    asked = json.loads(sequences)
    assert not any(sequence_complaint(place, tokens) for tokens in asked)
    assert answer_labels(judgement.program, place, asked) == json.loads(answers)


def test_the_program_under_compute_tells_how_long_ago() -> None:
    setting = from_json({"tokens": ["^", "a", "b"], "max_len": 16, "bos": True})
    source = blocks(section(text("language.md"), "compute"), "stream")[0]
    judgement = read(source, setting)
    assert judgement.complaints == ()
    answers = answer_labels(judgement.program, setting, [["^", "b", "a", "b"]])
    assert answers == [["never", "never", "0", "1"]]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_program_on_a_page_reads(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8"), "stream"):
        assert [str(complaint) for complaint in parse(block).complaints] == []


# Commands, settings, packs, play ----------------------------------------------------------------


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, f"{path} {name}")
    else:
        yield path, command


@pytest.mark.parametrize("words", [words for words, _ in commands(main, "btt")])
def test_every_command_has_its_heading(words: str) -> None:
    page = "authors/commands.md" if words.startswith("btt pack") else "commands.md"
    assert words in headings(text(page))


@pytest.mark.parametrize(("words", "command"), list(commands(main, "btt")))
def test_every_command_and_option_is_in_the_readme(words: str, command: click.Command) -> None:
    lines = section(readme(), "The command line")
    assert words in lines
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.opts[0] for option in options if option.opts[0] not in lines] == []


def test_every_setting_of_a_host_has_its_heading_and_no_other() -> None:
    told = [heading for heading in headings(text("hosts/settings.md")) if "BTT_" in heading]
    assert sorted(told) == sorted(variable(name) for name in Settings.model_fields)


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_default_of_a_setting_is_told(name: str) -> None:
    default = Settings.model_fields[name].default
    if isinstance(default, bool):
        default = str(default).lower()
    expected = "Default:" if default in (None, ()) else f"Default: `{default}`"
    assert expected in section(text("hosts/settings.md"), variable(name))


def shapes(top: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A table's shape and those of the tables in it; the setting has its own page."""
    yield top
    for field in top.model_fields.values():
        for part in _tables(field.annotation):
            if part is not SettingShape:
                yield from shapes(part)


def _tables(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _tables(inner)


@pytest.mark.parametrize("table", [shape.PackShape, shape.ChapterShape, shape.PuzzleShape])
def test_every_field_of_a_pack_is_described(table: type[BaseModel]) -> None:
    page = text("authors/format.md")
    titles = {heading.split(" (")[0] for heading in headings(page)}
    assert set(table.model_fields) <= titles
    for inner in shapes(table):
        for field in inner.model_fields:
            assert field in titles or f"`{field}`" in page or f"[[budget.{field}]]" in page


def test_every_choice_of_a_pack_is_named() -> None:
    page = text("authors/format.md")
    choices = [*shape.FEATURES, *CONSTRUCTS, *COSTS, *get_args(shape.Scored)]
    choices += [*get_args(shape.Status), *SettingShape.model_fields]
    assert [choice for choice in choices if f"`{choice}`" not in page] == []


def test_the_tables_shown_to_authors_are_toml() -> None:
    for block in blocks(text("authors/format.md"), "toml"):
        assert tomllib.loads(block)


def test_every_verdict_and_key_is_told_to_players() -> None:
    page = text("players/index.md")
    assert [status for status in get_args(Status) if f"| {status} |" not in page] == []
    template = (ROOT / "templates" / "pages" / "workshop.html").read_text(encoding="utf-8")
    keys = re.findall(r"<kbd>(.+?)</kbd>", template)
    assert keys
    assert [key for key in keys if f"`{key}`" not in section(page, "Keys")] == []


# The pages themselves ---------------------------------------------------------------------------


def test_the_readme_starts_with_the_two_commands() -> None:
    start = section(readme(), "Start")
    assert tuple(block.removesuffix("\n") for block in blocks(start)) == START


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    for link in _LINK.findall(prose(source)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{named(page)} links to {link}"
        assert target.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{named(page)}: {link}"


def test_every_page_is_reached_from_the_index() -> None:
    waiting, seen = [DOCS / "index.md"], set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in _LINK.findall(prose(page.read_text(encoding="utf-8"))):
            path = link.partition("#")[0]
            target = (page.parent / path).resolve()
            if path.endswith(".md") and "://" not in link and target.is_file():
                waiting.append(target)
    assert sorted(named(page) for page in set(DOCS.rglob("*.md")) - seen) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_machine(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w.])/(?:root|home|work|tmp|Users)\b", source) == []
    assert re.findall(r"\b(?:TODO|FIXME|XXX)\b", source) == []
