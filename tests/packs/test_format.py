"""docs/authors/format.md knows every field, and its examples are ones the loader takes."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from app.gaps.proofs.attempt import LEMMA_NAMES
from app.language.allowance import CONSTRUCTS, COSTS
from app.packs.files import check_table
from app.packs.shape import (
    FEATURES,
    ChapterShape,
    CitationShape,
    GapShape,
    GapsShape,
    GivenShape,
    Goal,
    PackShape,
    ProofShape,
    PuzzleShape,
    Shape,
    SpareShape,
    WorldsShape,
)

TEXT = (Path(__file__).parents[2] / "docs" / "authors" / "format.md").read_text("utf-8")
EXAMPLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)]


def section(title: str) -> str:
    """The text under a heading of level two."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("title", "shape"),
    [
        ("pack.toml", PackShape),
        ("gaps.toml", GapShape),
        ("chapter.toml", ChapterShape),
        ("puzzle.toml", PuzzleShape),
        ("proof.toml", ProofShape),
    ],
)
def test_every_field_has_its_heading(title: str, shape: type[Shape]) -> None:
    headings = re.findall(r"^### (\w+)", section(title), re.MULTILINE)
    shared = {"citations"} if shape is PuzzleShape else set()
    assert set(headings) | shared == set(shape.model_fields)


@pytest.mark.parametrize("shape", [GivenShape, WorldsShape, SpareShape, CitationShape])
def test_every_field_of_a_table_is_named(shape: type[Shape]) -> None:
    assert all(f"`{name}`" in TEXT for name in shape.model_fields)


def test_closed_lists_are_complete() -> None:
    puzzle = section("puzzle.toml")
    assert all(f"`{name}`" in puzzle for name in (*FEATURES, *CONSTRUCTS, *COSTS))
    assert all(f"`{goal}`" in puzzle for goal in get_args(Goal))
    assert all(f"`{lemma}`" in section("proof.toml") for lemma in LEMMA_NAMES)


def test_the_examples_are_taken() -> None:
    pack, gaps, chapter, puzzle, setting, proof = EXAMPLES
    check_table(pack, PackShape, "pack.toml")
    check_table(gaps, GapsShape, "gaps.toml")
    check_table(proof, ProofShape, "proof.toml")
    check_table(chapter, ChapterShape, "chapter.toml")
    check_table(puzzle, PuzzleShape, "puzzle.toml")
    check_table(puzzle | {"setting": puzzle["setting"] | setting["setting"]}, PuzzleShape, "toml")
