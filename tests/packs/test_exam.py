"""The exam of a puzzle: its cases and rules, and one row a token where it generates."""

from pathlib import Path

import pytest

from app.packs.build import build_pack
from app.packs.load import load_pack
from app.packs.model import Puzzle
from tests.packs import tiny


def bent(home: Path, changes: dict[str, str | None]) -> Puzzle:
    folder = tiny.write(home, changes)
    report = build_pack(folder)
    assert report.ok, report.text()
    return load_pack(folder).puzzles[0]


def test_an_exam_is_the_cases_and_the_rules(tmp_path: Path) -> None:
    more = 'abstain = ["^"]\ninterchangeable = [["a", "b"]]\ngaps ='
    puzzle = bent(tmp_path, {"puzzle.toml": tiny.swapped("gaps =", more)})
    exam = puzzle.exam
    assert exam is puzzle.exam
    assert (exam.total, exam.small, exam.every) == (60, 30, True)
    assert exam.allowance is puzzle.allowance
    assert exam.interchangeable == (("a", "b"),)
    assert exam.abstain == {"^"}
    assert exam.labels == ("^", "a", "b")
    seats = [exam.seat(at) for at in range(3)]
    assert [(s.tokens, s.position, s.wanted) for s in seats] == [
        (("^", "a"), 1, "^"),
        (("^", "b"), 1, "^"),
        (("^", "a", "a"), 1, "^"),
    ]


GENERATE = {
    "puzzle.toml": tiny.PUZZLE.replace('["^", "a", "b"]\n', '["^", "a", "b", "$"]\n')
    .replace('output = "token"', 'output = "word"')
    .replace(
        "[setting.slots]",
        '[setting.generate]\nsteps=4\nstop="$"\n[setting.spaces]\nword = ["$", "b", "a"]\n'
        "[setting.slots]",
    )
    .replace("neurons = 0", "neurons = 9")
    .replace("small_length = 4\nlong_length = 12", "long_length = 6"),
    "target.py": (
        "RUN = '^ab$'\n"
        "def target(tokens):\n"
        "    return list(RUN[RUN.index(tokens[-1]) + 1:])\n"
        "def small():\n"
        "    return [('^',), ('^', 'a'), ('^', 'b')]\n"
        "def long(random):\n"
        "    return [('^', 'b', 'b', 'a')]\n"
    ),
    "solutions/par.stream": (
        "layer\n  mlp\n    when token is ^: answer = a\n    when token is a: answer = b\n"
        '    when token is b: answer = "$"\noutput answer\n'
    ),
}


def test_a_puzzle_that_generates_is_asked_token_by_token(tmp_path: Path) -> None:
    """Wanted are tokens, and the small world ends with the longest prompt of it."""
    exam = bent(tmp_path, GENERATE).exam
    asked = [(*exam.seat(at).tokens, exam.seat(at).wanted) for at in range(exam.total)]
    assert sorted("".join(row) for row in asked) == sorted(
        ["^a", "^ab", "^ab$", "^b$", "^bbab", "^bbab$"]
    )
    small = ["".join(row) for row in asked[: exam.small]]
    assert small == ["^a", "^ab", "^b$"]
    assert exam.labels == ("^", "a", "b", "$")
    assert all(exam.seat(at).position == len(exam.seat(at).tokens) - 1 for at in range(exam.total))
    assert "that the task allows" in exam.scope


def test_only_tokens_can_be_generated(tmp_path: Path) -> None:
    changes = GENERATE | {"puzzle.toml": GENERATE["puzzle.toml"].replace('["$", "b"', '["$", "z"')}
    report = build_pack(tiny.write(tmp_path, changes))
    assert "output has z, which is no token to generate" in report.text()


@pytest.mark.parametrize("reported", [False, True])
def test_a_citation_says_how_it_is_known(tmp_path: Path, reported: bool) -> None:
    standing = 'standing = "reported"\n' if reported else ""
    source = f'[[gap.citations]]\ntext = "A, B, 2020"\nclaim = "It is so."\n{standing}'
    folder = tiny.write(tmp_path, {"gaps.toml": tiny.GAPS + source})
    build_pack(folder)
    (citation,) = load_pack(folder).gap("order").citations
    assert citation.standing == ("reported" if reported else "read")
