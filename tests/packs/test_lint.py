"""The linter: each thing a reader would stumble on is one row."""

from pathlib import Path
from shutil import copytree

import pytest

from app import assets
from app.packs.build import build_pack
from app.packs.lint import lint_pack
from tests.packs import tiny


@pytest.fixture
def folder(tiny_pack: Path, tmp_path: Path) -> Path:
    return Path(copytree(tiny_pack, tmp_path / "tiny"))


def bend(folder: Path, file: str, text: str) -> str:
    path = folder / (file if file in tiny.FILES else f"{tiny.ECHO}/{file}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    report = lint_pack(folder)
    assert not report.ok
    return report.text()


def test_a_good_pack_has_nothing_to_mend(folder: Path) -> None:
    assert lint_pack(folder).text() == "Linting tiny\n  ok    tiny  nothing to mend"


BENT = [
    ("notes.txt", "hm", "notes.txt", "no such file"),
    ("solutions/notes.md", "hm", "solutions/notes.md", "only .stream"),
    ("lesson.md", "Do <b>this</b>.\n---\nYes.", "lesson.md", "raw HTML"),
    ("lesson.md", "Do.\n---\n" + "yes " * 201, "lesson.md", "has 201 words"),
    ("lesson.md", "do " * 91 + "\n---\nYes.", "lesson.md", "has 91 words"),
    ("puzzle.toml", tiny.swapped("One.", "![x](https://a.b)"), "puzzle.toml", "hints.0"),
    ("puzzle.toml", tiny.swapped('"shift", ', ""), "puzzle.toml", "introduces so far: shift"),
    ("puzzle.toml", tiny.swapped("gaps =", 'needs = ["echo"]\ngaps ='), "toml", "needs names echo"),
    ("puzzle.toml", tiny.swapped("gaps =", 'sealed = ["s"]\ngaps ='), "toml", "sealed names s"),
    (
        "puzzle.toml",
        tiny.swapped("gaps =", 'interchangeable = [["z"]]\ngaps ='),
        "puzzle.toml",
        "interchangeable names z",
    ),
    ("puzzle.toml", tiny.swapped("gaps =", 'abstain = ["z"]\ngaps ='), "toml", "abstain names z"),
    ("gaps.toml", tiny.swapped("Order is", "<i>Order</i> is", tiny.GAPS), "gaps.toml", "raw HTML"),
    (
        "gaps.toml",
        tiny.GAPS + tiny.swapped("order", "other", tiny.GAPS),
        "gaps.toml",
        "defines other, and no puzzle",
    ),
    (
        "start.stream",
        tiny.swapped("output", "  head x\n  head y\noutput", "layer\noutput token\n"),
        "start.stream",
        "own rules",
    ),
    ("wrong/self.stream", "", "wrong/self.stream", "# why"),
    ("pack.toml", tiny.swapped(">=1", ">=99", tiny.PACK), "pack.toml", "engine is >=99"),
    ("pack.toml", "", "pack.toml", "missing"),
]


@pytest.mark.parametrize(("file", "text", "where", "what"), BENT)
def test_a_bent_pack(folder: Path, file: str, text: str, where: str, what: str) -> None:
    report = bend(folder, file, text)
    assert where in report
    assert what in report


def test_unlisted_folders_and_links(folder: Path) -> None:
    (folder / "02-draft").mkdir()
    (folder / "01-only" / "notes").mkdir()
    (folder / tiny.ECHO / "reference.stream").symlink_to("start.stream")
    report = lint_pack(folder).text()
    assert "tiny/02-draft" in report
    assert "01-only/notes" in report
    assert "links have no place" in report


def test_a_pack_without_its_targets(folder: Path) -> None:
    (folder / tiny.ECHO / "target.py").unlink()
    assert "target.py" in lint_pack(folder).text()


def test_too_few_wrong_programs(folder: Path) -> None:
    (folder / tiny.ECHO / "wrong" / "self.stream").unlink()
    assert "two wrong programs" in lint_pack(folder).text()


def test_nothing_secret_among_the_static_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static = tmp_path / "static"
    static.mkdir()
    (static / "cases.npz").write_bytes(b"")
    (static / "notes.json").write_text(tiny.PAR.split("\n", 2)[2])
    monkeypatch.setattr(assets, "folder", lambda name: tmp_path / name)
    report = lint_pack(folder).text()
    assert "static/cases.npz" in report
    assert "a solution is written in this static file" in report


TWINS: list[tuple[str, tuple[str, str], str]] = [
    ("02-ahead", ('pair = "behind"', ""), "pair is missing"),
    ("02-ahead", ('"behind"', '"nobody"'), "pair names nobody, which is no other puzzle"),
    ("02-ahead", ('"behind"', '"ahead"'), "pair names ahead, which is no other puzzle"),
    ("02-ahead", ('"behind"', '"echo"'), "pair names echo, which does not name this puzzle"),
    ("02-ahead", ("max_len = 13", "max_len = 14"), "behind must differ by one unit of budget"),
    ("02-ahead", ("heads = 1", "heads = 2"), "ahead must differ by one unit of budget"),
    ("02-ahead", ("gaps =", 'forbid = ["through"]\ngaps ='), "must differ by one unit"),
    ("03-behind", ("causal", "bidirectional"), "must differ by one unit of budget or one field"),
]


@pytest.mark.parametrize(("puzzle", "change", "what"), TWINS)
def test_puzzles_to_decide_come_as_twins(
    tmp_path: Path, puzzle: str, change: tuple[str, str], what: str
) -> None:
    folder = tiny.write(tmp_path, tiny.twins())
    build_pack(folder)
    assert lint_pack(folder).ok, lint_pack(folder).text()
    path = folder / "01-only" / puzzle / "puzzle.toml"
    path.write_text(tiny.swapped(*change, path.read_text()))
    build_pack(folder)
    assert what in lint_pack(folder).text()


def test_twins_may_differ_by_one_unit_of_budget(tmp_path: Path) -> None:
    """All the same but one head: what the other twin can be is for the proof to say."""
    files = tiny.twins()
    same = str(files["01-only/02-ahead/puzzle.toml"]).replace("bidirectional", "causal")
    files["01-only/02-ahead/puzzle.toml"] = same.replace("heads = 1", "heads = 2")
    folder = tiny.write(tmp_path, files)
    build_pack(folder)
    assert lint_pack(folder).ok, lint_pack(folder).text()


def test_twins_of_which_both_can_be_built(tmp_path: Path) -> None:
    other = tiny.peek("behind", "decide", True, "ahead", 3)
    folder = tiny.write(tmp_path, tiny.twins() | {"01-only/03-behind/proof.toml": None} | other)
    build_pack(folder)
    assert "exactly one can be built, not both" in lint_pack(folder).text()
