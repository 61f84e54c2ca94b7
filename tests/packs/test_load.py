"""The loader: a good pack becomes data, and a bad one a sentence naming file and field."""

import tomllib
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.files import check_table, read_table
from app.packs.load import load_pack
from app.packs.model import BadPack, Puzzle
from app.packs.plan import Plan, plan_of
from app.packs.shape import ChapterShape, PackShape, PuzzleShape
from tests.packs import tiny


def test_a_puzzle_holds_what_its_files_say(echo: Puzzle) -> None:
    assert (echo.path, echo.chapter_slug, echo.title) == ("tiny/echo", "only", "Echo")
    assert echo.par == {"heads": 1, "terms": 3}
    assert echo.allowance.budget == {"heads": 1, "neurons": 0}
    assert echo.examples[0].wanted == (None, "^", "a")
    assert [one.name for one in echo.wrong] == ["other", "self"]
    assert echo.wrong[1].fails == ("^", "a")
    assert echo.solutions[0].title == "By address"
    assert echo.solutions[0].text.startswith("layer")
    assert echo.task == "Say the token before you."


def test_a_given_start_is_locked(tiny_pack: Path, tmp_path: Path) -> None:
    folder = copied(tiny_pack, tmp_path)
    path = folder / tiny.ECHO / "puzzle.toml"
    given_table = '[given]\nopen = ["before"]\nfree = true\n'
    path.write_text(tiny.swapped("[budget]", f"{given_table}[budget]"))
    (folder / tiny.ECHO / "start.stream").write_text(
        "layer\n  head before\n    copy token -> answer\noutput answer\n"
    )
    puzzle = load_pack(folder).puzzles[0]
    assert puzzle.allowance.given is not None
    assert puzzle.allowance.given.open == {"before"}
    assert puzzle.par == {"heads": 0, "terms": 0}


BENT: list[tuple[str, str | None, str, str]] = [
    ("pack.toml", None, "tiny/pack.toml", "missing"),
    ("pack.toml", "format = ", "tiny/pack.toml", "not TOML"),
    ("pack.toml", tiny.swapped("= 1\n", "= 2\n", tiny.PACK), "tiny/pack.toml", "format"),
    ("pack.toml", tiny.swapped("1.0.0", "1.0", tiny.PACK), "tiny/pack.toml", "version"),
    ("pack.toml", tiny.swapped("0f4b", "zzzz", tiny.PACK), "tiny/pack.toml", "id"),
    ("pack.toml", tiny.swapped("01-only", "../01", tiny.PACK), "tiny/pack.toml", "chapters.0"),
    ("pack.toml", tiny.swapped("01-only", "02-none", tiny.PACK), "02-none/chapter.toml", "missing"),
    ("gaps.toml", None, "tiny/gaps.toml", "missing"),
    ("gaps.toml", "gap = []\n", "tiny/gaps.toml", "gap is not"),
    ("gaps.toml", tiny.GAPS * 2, "tiny/gaps.toml", "defines order twice"),
    ("gaps.toml", tiny.GAPS + 'sure = "x"\n', "tiny/gaps.toml", "sure is not a field"),
    ("puzzle.toml", tiny.swapped('["order"]', '["time"]'), "puzzle.toml", "gaps names time"),
    ("puzzle.toml", tiny.swapped("par =", "abstain ="), "01-echo/puzzle.toml", "par is missing"),
    ("puzzle.toml", tiny.swapped("title", 'pair = "x"\ntitle'), "puzzle.toml", "pair is for"),
    ("puzzle.toml", tiny.swapped("title", 'goal = "win"\ntitle'), "puzzle.toml", "goal"),
    ("proof.toml", 'lemma = "freeze"\n', "01-echo/proof.toml", "only a puzzle that is impossible"),
    ("01-only/chapter.toml", 'title = "x"\ngap = "x"\n', "01-only/chapter.toml", "failure"),
    ("puzzle.toml", tiny.swapped("title", "titel"), "01-only/01-echo/puzzle.toml", "titel"),
    ("puzzle.toml", tiny.swapped('"each"', '"some"'), "01-only/01-echo/puzzle.toml", "scored"),
    ("puzzle.toml", tiny.swapped('"terms"]', '"terns"]'), "01-only/01-echo/puzzle.toml", "par.1"),
    ("puzzle.toml", tiny.swapped('"token"', '"tokens"'), "01-only/01-echo/puzzle.toml", "output"),
    ("puzzle.toml", tiny.swapped('"Two.", ', ""), "01-only/01-echo/puzzle.toml", "hints"),
    ("puzzle.toml", tiny.swapped("heads = 1", "heads = -1"), "puzzle.toml", "budget.heads"),
    ("puzzle.toml", tiny.swapped("= 13", "= 1300"), "01-echo/puzzle.toml", "max_len"),
    ("puzzle.toml", tiny.swapped('"b"]', '"z"]'), "01-echo/puzzle.toml", "examples.0"),
    ("puzzle.toml", tiny.swapped("[budget]", '[given]\nopen = ["x"]\n[budget]'), "toml", "open"),
    ("puzzle.toml", tiny.PUZZLE + "[" * 9000, "01-echo/puzzle.toml", "TOML"),
    ("lesson.md", "No line.", "01-echo/lesson.md", "---"),
    ("lesson.md", "---\nOnly after.", "01-echo/lesson.md", "before and after"),
    ("start.stream", "leyer\n", "01-echo/start.stream", "line 1"),
    ("start.stream", None, "01-echo/start.stream", "missing"),
    ("solutions/par.stream", None, "solutions/par.stream", "missing"),
    ("solutions/par.stream", "output token\nlayer\n head h\n", "solutions/par.stream", "Head h"),
    ("wrong/self.stream", "layer\n", "wrong/self.stream", "# why"),
    ("reference.stream", "layer\noutput nowhere\n", "reference.stream", "nowhere"),
    ("cases.npz", "PK", "01-echo/cases.npz", "zip"),
]


@pytest.mark.parametrize(("file", "text", "where", "what"), BENT)
def test_a_bent_pack_is_one_sentence(
    tiny_pack: Path, tmp_path: Path, file: str, text: str | None, where: str, what: str
) -> None:
    folder = copied(tiny_pack, tmp_path)
    path = folder / (file if file in tiny.FILES else f"{tiny.ECHO}/{file}")
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    with pytest.raises(BadPack) as caught:
        load_pack(folder)
    sentence = str(caught.value)
    assert where in caught.value.where
    assert what in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))


def test_a_file_that_is_no_text(tiny_pack: Path, tmp_path: Path) -> None:
    folder = copied(tiny_pack, tmp_path)
    (folder / "pack.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPack, match="UTF-8"):
        load_pack(folder)
    (folder / "pack.toml").write_bytes(b"#" * 300_000)
    with pytest.raises(BadPack, match="larger"):
        load_pack(folder)


def test_puzzles_that_cannot_be_told_apart(tiny_pack: Path, tmp_path: Path) -> None:
    folder = copied(tiny_pack, tmp_path)
    copytree(folder / tiny.ECHO, folder / "01-only" / "02-echo")
    with pytest.raises(BadPack, match="slug is also that of 01-only/01-echo"):
        load_pack(folder)
    (folder / "01-only" / "02-echo").rename(folder / "01-only" / "02-other")
    with pytest.raises(BadPack, match="id is also that of"):
        load_pack(folder)


def test_examples_that_were_not_built(tiny_pack: Path, tmp_path: Path) -> None:
    folder = copied(tiny_pack, tmp_path)
    path = folder / tiny.ECHO / "puzzle.toml"
    path.write_text(tiny.swapped('["^", "a", "b"]', '["^", "b", "b"]'))
    with pytest.raises(BadPack, match="btt pack build"):
        load_pack(folder)


def test_the_digest_follows_the_rules(tiny_pack: Path, tmp_path: Path, echo: Puzzle) -> None:
    folder = copied(tiny_pack, tmp_path)
    assert load_pack(folder).puzzles[0].digest == echo.digest
    path = folder / tiny.ECHO / "puzzle.toml"
    path.write_text(tiny.swapped("Echo", "Another title"))
    assert load_pack(folder).puzzles[0].digest == echo.digest
    path.write_text(tiny.swapped("neurons = 0", "neurons = 1"))
    assert load_pack(folder).puzzles[0].digest != echo.digest


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
WHOLE = tomllib.loads(tiny.PUZZLE)


@given(st.dictionaries(st.sampled_from([*PuzzleShape.model_fields, "other"]), VALUES))
def test_any_table_is_a_shape_or_a_sentence(table: dict[str, Any]) -> None:
    for shape in (PuzzleShape, PackShape, ChapterShape):
        with suppress(BadPack):
            assert isinstance(check_table(table, shape, "f.toml"), shape)


@st.composite
def bent_tables(draw: st.DrawFn) -> dict[str, Any]:
    """The small puzzle's table with one value, at any depth, replaced by another."""
    table = {**WHOLE, "setting": dict(WHOLE["setting"]), "worlds": dict(WHOLE["worlds"])}
    inner = draw(st.sampled_from([table, table["setting"], table["worlds"]]))
    names = [*inner, "positions", "mode", "generate", "spaces", "given", "resolution"]
    inner[draw(st.sampled_from(names))] = draw(VALUES)
    return table


@given(bent_tables())
def test_any_bent_puzzle_is_a_plan_or_a_sentence(table: dict[str, Any]) -> None:
    with suppress(BadPack):
        shape = check_table(table, PuzzleShape, "puzzle.toml")
        assert isinstance(plan_of(Path("01-a/01-b"), shape), Plan)


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", newline="")
    with pytest.raises(BadPack):
        read_table(path, PackShape)


def copied(folder: Path, home: Path) -> Path:
    return Path(copytree(folder, home / folder.name))
