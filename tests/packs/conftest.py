"""The small pack, built once for the tests that only read it."""

from pathlib import Path

import pytest

from app.packs.build import build_pack
from app.packs.load import load_pack
from app.packs.model import Puzzle
from tests.packs import tiny


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny.write(tmp_path_factory.mktemp("packs"))
    report = build_pack(folder)
    assert report.ok, report.text()
    return folder


@pytest.fixture(scope="session")
def echo(tiny_pack: Path) -> Puzzle:
    return load_pack(tiny_pack).puzzles[0]
