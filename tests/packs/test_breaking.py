"""Puzzles to break: what their author must have put there, and what is proved of it."""

from pathlib import Path

import pytest

from app.errors import Missing
from app.packs.build import build_pack
from app.packs.library import Library
from app.packs.lint import lint_pack
from app.packs.load import load_pack
from app.packs.model import BadPack, Pack
from app.packs.prove import test_pack as proved
from tests.packs import tiny

HOLE = "01-only/02-hole"

PUZZLE = """
id = "5b9f7a8e-0c56-4d0e-8c2f-1a1c0f6f5a11"
title = "Hole"
goal = "break"
shortest = 3
output = "token"
scored = "each"
examples = [["^", "a"], ["^", "b", "b"]]
hints = ["One.", "Two.", "Three."]
introduces = ["is", "order", "prefer"]
gaps = ["order"]

[setting]
tokens = ["^", "a", "b"]
max_len = 9
bos = true
[setting.slots]
answer = "token"

[worlds]
small_length = 4
long_length = 8
long_count = 20
"""

TARGET = """
def target(tokens):
    return [None, *["a" if "a" in tokens[1 : i + 1] else "b" for i in range(1, len(tokens))]]
"""

BROKEN = """layer
  head back
    match key.token is a
    match key.position >= query.position - 1
    prefer latest
    copy token -> answer
output answer
"""

REFERENCE = """layer
  head any
    match key.token is a weight 2
    match key.token is b
    prefer latest
    copy token -> answer
output answer
"""


def hole(**changes: str | None) -> dict[str, str | None]:
    """The tiny pack with a puzzle to break: is there an `a` so far? The program forgets it."""
    files: dict[str, str | None] = {
        f"{HOLE}/puzzle.toml": PUZZLE,
        f"{HOLE}/lesson.md": "Is there an a?\n\n---\n\nIt was forgotten.\n",
        f"{HOLE}/target.py": TARGET,
        f"{HOLE}/broken.stream": BROKEN,
        f"{HOLE}/reference.stream": REFERENCE,
    }
    return files | {f"{HOLE}/{name.replace('__', '.')}": text for name, text in changes.items()}


def loaded(home: Path, files: dict[str, str | None]) -> Pack:
    folder = tiny.write(home, files)
    build_pack(folder)
    return load_pack(folder)


def test_it_shows_the_program_and_has_nothing_to_build(tmp_path: Path) -> None:
    _, puzzle = loaded(tmp_path, hole()).puzzles
    assert puzzle.broken is not None
    assert (puzzle.goal, puzzle.buildable, puzzle.broken.shortest) == ("break", False, 3)
    assert (puzzle.solutions, puzzle.par, puzzle.wrong) == ((), {}, ())
    assert puzzle.broken.text == BROKEN


def test_a_whole_one_is_tidy_and_proved(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, hole())
    assert build_pack(folder).ok
    assert lint_pack(folder).ok, lint_pack(folder).text()
    report = proved(folder, "hole")
    assert report.ok, report.text()
    assert "to break: 3 tokens" in report.text()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"puzzle__toml": PUZZLE.replace("shortest = 3", "shortest = 4")}, "shortest is 4"),
        ({"puzzle__toml": PUZZLE.replace("shortest = 3", "shortest = 2")}, "shortest is 2"),
        ({"broken__stream": REFERENCE}, "it is right on every case"),
        (
            {"puzzle__toml": PUZZLE.replace('"b", "b"', '"a", "b", "b"')},
            "wrong on a shown example",
        ),
        ({"reference__stream": BROKEN}, "reference: it differs from the target"),
    ],
)
def test_what_is_not_so_is_found(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    folder = tiny.write(tmp_path, hole(**changes))
    build_pack(folder)
    report = proved(folder, "hole")
    assert not report.ok
    assert said in report.text()


@pytest.mark.parametrize(
    ("changes", "file", "said"),
    [
        ({"puzzle__toml": PUZZLE.replace("shortest = 3\n", "")}, "puzzle.toml", "is missing"),
        ({"broken__stream": None}, "broken.stream", "missing"),
        ({"broken__stream": BROKEN.replace("answer", "a b", 1)}, "broken.stream", ""),
        ({"reference__stream": None}, "reference.stream", "missing"),
        ({"start__stream": BROKEN}, "start.stream", "nothing is built"),
        ({"solutions/par__stream": BROKEN}, "solutions", "nothing is built"),
        ({"puzzle__toml": PUZZLE + "[budget]\nheads = 1\n"}, "puzzle.toml", "budget"),
        (
            {"puzzle__toml": PUZZLE.replace('goal = "break"', 'goal = "build"')},
            "puzzle.toml",
            "shortest is for puzzles whose goal is break",
        ),
    ],
)
def test_what_does_not_belong_or_is_missing_is_refused(
    tmp_path: Path, changes: dict[str, str | None], file: str, said: str
) -> None:
    with pytest.raises(BadPack) as refused:
        loaded(tmp_path, hole(**changes))
    assert refused.value.where.endswith(file)
    assert said in refused.value.what


def test_a_program_may_use_only_what_was_introduced(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, hole(broken__stream=BROKEN.replace("is a\n", "is a weight 2\n")))
    build_pack(folder)
    assert "broken.stream needs what nothing introduces so far: weight" in lint_pack(folder).text()


def test_no_command_or_page_takes_a_program_for_it(tmp_path: Path) -> None:
    library = Library((loaded(tmp_path, hole()),))
    assert library.find("tiny/hole").broken is not None
    assert library.workshop("tiny", "echo").slug == "echo"
    with pytest.raises(Missing, match="nothing is built or proved"):
        library.workshop("tiny/hole")
