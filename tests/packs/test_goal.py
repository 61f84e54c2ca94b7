"""What a puzzle asks for: each goal takes its own files, and refuses the others'."""

from pathlib import Path

import pytest

from app.gaps.proofs.attempt import Attempt
from app.packs.build import build_pack
from app.packs.judge import judge
from app.packs.load import load_pack
from app.packs.model import BadPack, Pack
from tests.packs import tiny

PEEK = "01-only/02-peek"


def loaded(home: Path, files: dict[str, str | None]) -> Pack:
    folder = tiny.write(home, files)
    build_pack(folder)
    return load_pack(folder)


def test_an_impossible_puzzle_has_a_proof_and_no_par(tmp_path: Path) -> None:
    echo, peek = loaded(tmp_path, tiny.peek()).puzzles
    assert (echo.goal, echo.buildable, echo.proof) == ("build", True, None)
    assert (peek.goal, peek.buildable) == ("impossible", False)
    assert peek.proof == Attempt("future", (("a", "a"), ("a", "b")), 0)
    assert (peek.par, peek.solutions, peek.pair) == ({}, (), None)


def test_twins_are_told_apart_by_nothing_but_their_files(tmp_path: Path) -> None:
    _, ahead, behind = loaded(tmp_path, tiny.twins()).puzzles
    assert [one.goal for one in (ahead, behind)] == ["decide", "decide"]
    assert [one.buildable for one in (ahead, behind)] == [True, False]
    assert (ahead.pair, behind.pair) == ("behind", "ahead")
    assert ahead.par == {"heads": 1, "terms": 1}


def test_a_right_program_without_a_par_is_solved(tmp_path: Path) -> None:
    """An author who is wrong about an impossible puzzle is told so by its verdicts."""
    files = tiny.peek() | {f"{PEEK}/target.py": "def target(tokens):\n    return list(tokens)\n"}
    files[f"{PEEK}/start.stream"] = (
        "layer\n  head own\n    match key.position == query.position\n"
        "    copy token -> answer\noutput answer\n"
    )
    puzzle = loaded(tmp_path, files).puzzles[1]
    verdict = judge(puzzle, puzzle.start)
    assert verdict.status == "solved"
    assert verdict.sentence.startswith("Solved: right on all 30 sequences")
    assert verdict.over_par == ()


FALSE: list[tuple[dict[str, str | None], str, str]] = [
    (
        tiny.peek() | {f"{PEEK}/proof.toml": None},
        "02-peek/proof.toml",
        "missing",
    ),
    (
        tiny.peek() | {f"{PEEK}/solutions/other.stream": tiny.LATEST},
        "02-peek/solutions",
        "missing",
    ),
    (
        tiny.peek() | {f"{PEEK}/solutions/par.stream": tiny.LATEST},
        "solutions/par.stream",
        "a puzzle that is impossible has no solutions",
    ),
    (
        tiny.peek(goal="build"),
        "02-peek/proof.toml",
        "only a puzzle that is impossible, or to decide, has a proof",
    ),
    (
        tiny.peek(goal="build", ahead=True) | {f"{PEEK}/solutions/par.stream": None},
        "solutions/par.stream",
        "missing",
    ),
    (
        tiny.peek(goal="decide", ahead=True) | {f"{PEEK}/proof.toml": tiny.PROOF},
        "01-only/02-peek",
        "this one has both",
    ),
    (tiny.peek(goal="decide") | {f"{PEEK}/proof.toml": None}, "01-only/02-peek", "has neither"),
    (tiny.peek(pair="echo"), "puzzle.toml", "pair is for puzzles that ask to decide"),
    (
        tiny.peek(ahead=True)
        | {f"{PEEK}/proof.toml": tiny.PROOF, f"{PEEK}/solutions/par.stream": None},
        "puzzle.toml",
        "par is about solutions, and this puzzle has none",
    ),
]
SPARE = tiny.peek()
SPARE[f"{PEEK}/puzzle.toml"] = (
    f'{SPARE[f"{PEEK}/puzzle.toml"]}[[spare]]\nstep = "x"\nreason = "y"\n'
)
FALSE.append((SPARE, "puzzle.toml", "spare is about par"))


@pytest.mark.parametrize(("files", "where", "what"), FALSE)
def test_files_that_do_not_fit_the_goal(
    tmp_path: Path, files: dict[str, str | None], where: str, what: str
) -> None:
    with pytest.raises(BadPack) as caught:
        loaded(tmp_path, files)
    assert where in caught.value.where
    assert what in caught.value.what


BENT = {
    "lemma is missing": "",
    "lemma is not as expected": 'lemma = "luck"\n',
    "why is not a field here": 'lemma = "future"\nwhy = "x"\n',
    "position is not as expected": 'lemma = "future"\nposition = -1\n',
    "free is not as expected": 'lemma = "freeze"\nfree = [1, 1]\n',
    "sequences.0 is not as expected": 'lemma = "future"\nsequences = [[]]\n',
    "sequences is not as expected": f'lemma = "future"\nsequences = {[["a"]] * 33}\n',
    "sequences.0: ": 'lemma = "future"\nsequences = [["z"]]\n',
    "this is not TOML": "lemma",
}


@pytest.mark.parametrize("what", BENT)
def test_a_bent_proof_is_one_sentence(tmp_path: Path, what: str) -> None:
    with pytest.raises(BadPack) as caught:
        loaded(tmp_path, tiny.peek() | {f"{PEEK}/proof.toml": BENT[what]})
    assert caught.value.where == "01-only/02-peek/proof.toml"
    assert what in caught.value.what
    assert "\n" not in caught.value.what


def test_the_digest_follows_the_goal(tmp_path: Path) -> None:
    """A puzzle that becomes another question is judged anew."""
    one = loaded(tmp_path / "one", tiny.peek()).puzzles[1]
    other = loaded(tmp_path / "other", tiny.peek(goal="decide")).puzzles[1]
    assert one.digest != other.digest
