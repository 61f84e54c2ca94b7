"""The campaign that comes with the game, held to its own claims."""

from pathlib import Path

import pytest

from app import assets
from app.packs.build import build
from app.packs.library import built_in
from app.packs.lint import lint_pack
from app.packs.load import puzzle_folders
from app.packs.plan import load_plan
from app.packs.prove import test_pack

CAMPAIGN = assets.folder("puzzles") / "campaign"


def test_it_is_proved() -> None:
    report = test_pack(CAMPAIGN)
    assert report.ok, report.text()


def test_it_is_tidy() -> None:
    report = lint_pack(CAMPAIGN)
    assert report.ok, report.text()


@pytest.mark.parametrize("folder", puzzle_folders(CAMPAIGN), ids=lambda folder: folder.name)
def test_its_cases_are_what_its_files_build(folder: Path) -> None:
    assert build(load_plan(folder)).data == (folder / "cases.npz").read_bytes()


def test_it_is_the_library_that_comes_with_the_game() -> None:
    library = built_in()
    assert [puzzle.slug for puzzle in library.puzzles][1] == "echo"
