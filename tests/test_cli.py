"""The command line as its user meets it: output, exit status and sentences."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.language.samples import INDUCTION

SETTING: dict[str, Any] = {"tokens": ["a", "b", "c", "d"], "max_len": 24}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "p.stream").write_text(INDUCTION)
    (tmp_path / "s.json").write_text(json.dumps(SETTING))
    (tmp_path / "q.json").write_text(json.dumps([["a", "b", "c", "a"], [], ["b"]]))
    return tmp_path


def btt(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def run(files: Path, *more: str) -> Result:
    setting, sequences = files / "s.json", files / "q.json"
    return btt("run", files / "p.stream", "--setting", setting, "--sequences", sequences, *more)


def test_run_prints_answers_and_costs(files: Path) -> None:
    result = run(files)
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert printed["answers"] == [["a", "b", "c", "b"], [], ["b"]]
    assert printed["cost"]["heads"] == 2
    assert set(printed) == {"answers", "cost"}


def test_run_says_null_where_it_is_undecided(files: Path) -> None:
    (files / "p.stream").write_text("layer\nhead all\ncopy token -> mix\noutput mix\n")
    assert json.loads(run(files).stdout)["answers"][0] == ["a", None, None, "a"]


def test_trace_gives_the_stream_after_the_last_layer(files: Path) -> None:
    streams = json.loads(run(files, "--trace").stdout)["streams"]
    assert streams[0]["guess"][3] == [0.0, 1.0, 0.0, 0.0]
    assert streams[0]["prev"][1] == [1.0, 0.0, 0.0, 0.0]
    assert streams[1]["guess"] == []


def test_generate_answers_with_what_was_generated(files: Path) -> None:
    generating = {**SETTING, "generate": {"steps": 3, "stop": "d"}}
    (files / "s.json").write_text(json.dumps(generating))
    (files / "q.json").write_text(json.dumps([["a"], ["d"]]))
    (files / "p.stream").write_text("output token\n")
    printed = json.loads(run(files).stdout)
    assert printed["answers"] == [["a", "a", "a"], ["d"]]
    assert [end["finished"] for end in printed["generated"]] == [False, True]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("p.stream", "layer\nhead h\ncopy tokn -> x\noutput x\n", "line 3: "),
        ("p.stream", "nonsense", "line 1: "),
        ("p.stream", "x" * 70_000, "64 KB"),
        ("s.json", "{", "JSON"),
        ("s.json", "[" * 100_000, "JSON"),
        ("s.json", '{"tokens": ["a"]}', "max_len"),
        ("q.json", '{"a": 1}', "list of sequences"),
        ("q.json", '[["a"], ["z"]]', "sequence 2: 'z' at position 0"),
        ("q.json", '["a"]', "list of tokens"),
    ],
)
def test_what_is_wrong_goes_to_standard_error(
    files: Path, file: str, content: str, words: str
) -> None:
    (files / file).write_text(content)
    result = run(files)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr


def test_bytes_that_are_no_text_are_told(files: Path) -> None:
    (files / "p.stream").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in run(files).stderr


def test_show_prints_the_canonical_form(files: Path) -> None:
    (files / "p.stream").write_text(INDUCTION.replace("  ", " ").replace("output guess\n", ""))
    assert btt("show", files / "p.stream").stdout == INDUCTION.replace("output guess\n", "")
    (files / "p.stream").write_text("head")
    assert btt("show", files / "p.stream").exit_code == 2


def test_check_says_why(tmp_path: Path) -> None:
    program = tmp_path / "wrong.stream"
    program.write_text("output token\n")
    told = btt("check", "campaign/induction", str(program), "--why")
    assert "From where you sit, these two are the same" in told.output
    data = json.loads(btt("check", "campaign/induction", str(program), "--why", "--json").output)
    assert data["why"]["collision"]["standing"] == "proof"
    assert data["why"]["picks"][0] == "collision"
    right = btt("check", "campaign/induction", str(_par("induction")), "--why", "--json")
    assert json.loads(right.output)["why"] is None


def test_check_says_the_verdict(files: Path) -> None:
    solved = btt("check", "campaign/induction", _par("induction"))
    assert solved.exit_code == 0
    assert "sequences" in solved.stdout
    (files / "p.stream").write_text("output token\n")
    wrong = btt("check", "campaign/induction", files / "p.stream", "--json")
    assert wrong.exit_code == 1
    assert json.loads(wrong.stdout)["status"] == "wrong answers"
    (files / "p.stream").write_text("outpt token\n")
    unreadable = btt("check", "campaign/induction", files / "p.stream")
    assert unreadable.exit_code == 1
    assert "line 1" in unreadable.stdout
    assert btt("check", "campaign/nowhere", files / "p.stream").exit_code == 2


def _par(slug: str) -> Path:
    home = Path(__file__).parents[1] / "puzzles" / "campaign"
    return next(home.glob(f"*/*-{slug}/solutions/par.stream"))
