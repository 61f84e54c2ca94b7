"""Taking a file in: judged anew, nothing lost, and nothing hostile gets further than a sentence."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from app.play import checks, drafts, hints, intake, parcel, proofs, records
from app.play.cards import cards
from app.play.game import Game
from app.play.intake import Choice, bring
from app.play.parcel import BadFile
from app.play.pool import Pool
from app.play.progress import FORMAT, VERSION, export
from tests import impossible, tiny

SEAT = {"tokens": ["a", "b"], "position": 0, "wanted": "b"}
WITNESS = {"kind": "wrong", "sentence": "It went wrong.", "first": SEAT, "second": None}


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the library with impossible puzzles."""
    game = impossible.game(tmp_path)
    yield game
    game.close()


def made(game: Game) -> bytes:
    """The file of a player with one of everything."""
    echo, peek = game.library.puzzles[:2]
    drafts.save(game, "other", echo, tiny.ECHO, 0)
    checks.check(game, "other", echo, tiny.ECHO)
    hints.reveal(game, "other", echo)
    proofs.attempt(game, "other", peek, impossible.FUTURE)
    return export(game, "other").encode()


def file(**lists: Any) -> bytes:
    """A file with these lists."""
    return json.dumps({"format": FORMAT, "version": VERSION, **lists}).encode()


def take(game: Game, choice: Choice = "mine", **lists: Any) -> list[tuple[str, str]]:
    """What became of each thing in a file with these lists."""
    return [(line.outcome, line.sentence) for line in bring(game, "p", file(**lists), choice)]


def test_all_that_was_exported_comes_in(game: Game) -> None:
    data = made(game)
    told = Counter((line.kind, line.outcome) for line in bring(game, "p", data, "mine"))
    assert told == {(kind, "in"): 1 for kind in get_args(parcel.Kind)}
    assert dict(records.states(game, "p")) == dict(records.states(game, "other"))
    assert drafts.open_draft(game, "p", game.library.puzzles[0]).text == tiny.ECHO
    opened = [card.gap.slug for card in cards(game, "p") if card.open]
    assert opened == [card.gap.slug for card in cards(game, "other") if card.open]


def test_a_second_time_changes_nothing(game: Game) -> None:
    data = made(game)
    bring(game, "p", data, "mine")
    before = json.loads(export(game, "p"))
    again = bring(game, "p", data, "theirs")
    assert {line.outcome for line in again} == {"same"}
    after = json.loads(export(game, "p"))
    assert {**after, "exported": 0} == {**before, "exported": 0}


def test_ones_own_draft_stays_unless_the_other_is_chosen(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    drafts.save(game, "p", puzzle, tiny.WRONG, 0)
    theirs = [{"puzzle": puzzle.id, "text": tiny.ECHO}]
    assert take(game, drafts=theirs) == [("same", "You have a draft here, and it stays.")]
    assert drafts.open_draft(game, "p", puzzle).text == tiny.WRONG
    assert take(game, "theirs", drafts=theirs)[0][0] == "in"
    assert drafts.open_draft(game, "p", puzzle).text == tiny.ECHO
    undone = drafts.undo(game, "p", puzzle, 2)
    assert isinstance(undone, drafts.Draft)
    assert undone.text == tiny.WRONG


def test_a_claim_that_does_not_hold_counts_for_nothing(game: Game) -> None:
    echo, peek = game.library.puzzles[:2]
    wrong = {"lemma": "future", "sequences": [["a", "a"], ["a", "a"]], "position": 0, "free": []}
    told = take(
        game,
        solutions=[
            {"puzzle": echo.id, "source": tiny.WRONG, "within_par": True},
            {"puzzle": echo.id, "source": "layer\n hed"},
        ],
        proofs=[{"puzzle": peek.id, "attempt": wrong}],
    )
    assert [outcome for outcome, _ in told] == ["out"] * 3
    assert told[1][1] == "It does not solve the puzzle as it is now: wrong answers."
    assert not {"solved", "par", "proved"} & set(records.states(game, "p").values())


def test_a_large_file_goes_on_where_it_ended(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "JUDGED", 2)
    echo = game.library.puzzles[0].id
    sources = [tiny.ECHO.replace("head here", f"head h{i}") for i in range(3)]
    listed = [{"puzzle": echo, "source": source} for source in sources]
    assert [outcome for outcome, _ in take(game, solutions=listed)] == ["in", "in", "out"]
    assert [outcome for outcome, _ in take(game, solutions=listed)] == ["same", "same", "in"]


def test_a_busy_server_takes_in_what_needs_no_work(game: Game) -> None:
    data = made(game)
    closed = Pool(1, 0, 1)
    closed.close()
    lines = bring(replace(game, checks=closed), "p", data, "mine")
    told = {line.kind: line for line in lines}
    assert "busy" in told["solutions"].sentence
    assert "busy" in told["proofs"].sentence
    assert told["drafts"].outcome == "in"
    assert "proved" not in records.states(game, "p").values()
    assert {line.outcome for line in bring(game, "p", data, "mine")} == {"in", "same"}


def test_an_empty_file_changes_nothing(game: Game) -> None:
    assert take(game) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"3",
        b'"text"',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b'{"format": "another"}',
        b'{"format": ["be-the-transformer progress"]}',
        json.dumps({"format": FORMAT}).encode(),
        json.dumps({"format": FORMAT, "version": True}).encode(),
        json.dumps({"format": FORMAT, "version": 2}).encode(),
        json.dumps({"format": FORMAT, "version": {"a": []}}).encode(),
    ],
    ids=lambda data: data[:24].decode("latin-1"),
)
def test_what_is_no_file_of_progress_is_one_sentence(game: Game, data: bytes) -> None:
    with pytest.raises(BadFile) as told:
        bring(game, "p", data, "mine")
    assert told.value.message.endswith(".")
    assert set(records.states(game, "p").values()) == {"new"}


ODD: tuple[Any, ...] = (
    None,
    3,
    "text",
    [],
    [[[]]],
    {},
    {"puzzle": 3},
    {"puzzle": None, "text": "x", "source": "x", "shown": 1},
    {"puzzle": "x" * 10_000},
    {"puzzle": "\0"},
    {"puzzle": "\ud800", "text": "x", "source": "x", "shown": 1},
)


@pytest.mark.parametrize("kind", ["drafts", "solutions", "hints", "cards", "proofs"])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:30])
def test_an_entry_of_the_wrong_shape_is_one_sentence(game: Game, kind: str, odd: Any) -> None:
    ((outcome, sentence),) = take(game, **{kind: [odd]})
    assert outcome == "out"
    assert sentence.startswith("Entry 1 ")
    assert sentence.endswith(".")
    assert len(sentence) < 120


@pytest.mark.parametrize("kind", ["drafts", "solutions", "hints", "cards", "proofs"])
@pytest.mark.parametrize("odd", [None, 3, "text", {}])
def test_a_list_that_is_none_is_one_sentence(game: Game, kind: str, odd: Any) -> None:
    assert take(game, **{kind: odd}) == [("out", f"What the file calls {kind} is not a list.")]


def test_a_huge_list_is_cut(game: Game) -> None:
    told = take(game, hints=[{"puzzle": "nowhere", "shown": 1}] * (parcel.MOST + 5))
    assert len(told) == parcel.MOST + 1
    assert told[-1][1] == "Only the first 500 of 505 entries were looked at."


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("drafts", {"text": "x\0"}),
        ("drafts", {"text": "\ud800"}),
        ("drafts", {"text": "é" * 40_000}),
        ("drafts", {"text": "x" * 70_000}),
        ("drafts", {"text": 3}),
        ("solutions", {"source": "# \ud800\n" + tiny.ECHO}),
        ("solutions", {"source": "layer\n" * 10_000}),
        ("solutions", {"source": ["layer"]}),
        ("hints", {"shown": -1}),
        ("hints", {"shown": True}),
        ("hints", {"shown": 10**400}),
        ("hints", {"shown": "2"}),
        ("cards", {"gap": "nowhere", "witness": WITNESS}),
        ("cards", {"gap": "own-token", "witness": {**WITNESS, "kind": "<b>"}}),
        ("cards", {"gap": "own-token", "witness": {**WITNESS, "sentence": "x" * 5000}}),
        ("cards", {"gap": "own-token", "witness": {**WITNESS, "first": None}}),
        ("cards", {"gap": "own-token", "witness": {**WITNESS, "first": {**SEAT, "position": 2}}}),
        ("cards", {"gap": "own-token", "witness": {**WITNESS, "first": {**SEAT, "wanted": "z"}}}),
        (
            "cards",
            {"gap": "own-token", "witness": {**WITNESS, "second": {**SEAT, "tokens": ["z"]}}},
        ),
        ("proofs", {"attempt": {"lemma": "none", "sequences": [], "position": 0, "free": []}}),
        ("proofs", {"attempt": {"lemma": "future", "sequences": [], "position": 0, "free": []}}),
        (
            "proofs",
            {"attempt": {"lemma": "freeze", "sequences": [], "position": 0, "free": [1, 1]}},
        ),
        ("proofs", {"attempt": {"lemma": "freeze", "sequences": [], "position": 99, "free": [0]}}),
        (
            "proofs",
            {"attempt": {"lemma": "future", "sequences": [["z"]], "position": 0, "free": []}},
        ),
        ("proofs", {"attempt": {"lemma": "future", "sequences": [[]], "position": 0, "free": []}}),
    ],
)
def test_hostile_entries_do_not_come_in(game: Game, kind: str, entry: dict[str, Any]) -> None:
    puzzle = game.library.puzzles[0].id
    ((outcome, sentence),) = take(game, **{kind: [{"puzzle": puzzle, **entry}]})
    assert outcome == "out"
    assert sentence.endswith(".")


def test_hints_never_exceed_what_there_is(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    assert take(game, hints=[{"puzzle": puzzle.id, "shown": 900}]) == [("in", "2 shown.")]
    assert hints.shown(game, "p", puzzle) == 2


def test_the_first_of_two_drafts_of_a_puzzle_counts(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    both = [{"puzzle": puzzle.id, "text": text} for text in (tiny.ECHO, tiny.WRONG)]
    assert [outcome for outcome, _ in take(game, "theirs", drafts=both)] == ["in", "out"]
    assert drafts.open_draft(game, "p", puzzle).text == tiny.ECHO


def test_a_puzzle_that_is_not_here_is_told(game: Game) -> None:
    told = take(game, drafts=[{"puzzle": "gone", "text": tiny.ECHO}])
    assert told == [("out", "This server has no such puzzle.")]
