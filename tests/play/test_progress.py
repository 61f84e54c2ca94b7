"""The file a player can take along: whole, and naming nobody."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.play import checks, drafts, hints, proofs
from app.play.game import Game
from app.play.progress import FORMAT, KINDS, Counts, counts, export
from tests import impossible, tiny

PLAYER = "Zx_9-random-player-id0"


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game in which a player has one of everything."""
    game = impossible.game(tmp_path)
    echo, peek = game.library.puzzles[:2]
    drafts.save(game, PLAYER, echo, tiny.ECHO, 0)
    checks.check(game, PLAYER, echo, tiny.ECHO)
    hints.reveal(game, PLAYER, echo)
    proofs.attempt(game, PLAYER, peek, impossible.FUTURE)
    yield game
    game.close()


def test_the_file_holds_everything(game: Game) -> None:
    found = json.loads(export(game, PLAYER))
    assert found["format"] == FORMAT
    assert {kind: len(found[kind]) for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert found["drafts"][0]["text"] == found["solutions"][0]["source"] == tiny.ECHO
    assert found["solutions"][0]["costs"]["heads"] == 1
    assert found["solutions"][0]["cases"] == game.library.puzzles[0].digest
    assert found["hints"][0] == {"puzzle": "id-echo", "name": "tiny/echo", "shown": 1}
    assert found["proofs"][0]["attempt"]["lemma"] == "future"
    assert found["cards"][0]["witness"]["kind"] == "proof"


def test_the_file_names_nobody(game: Game) -> None:
    assert PLAYER not in export(game, PLAYER)
    assert "salt" not in export(game, PLAYER)


def test_a_visitor_gets_an_empty_file(game: Game) -> None:
    found = json.loads(export(game, None))
    assert [found[kind] for kind in KINDS] == [[]] * len(KINDS)


def test_counts(game: Game) -> None:
    assert counts(game, PLAYER) == Counts(1, 1, 1, 1, 1, 1)
    assert counts(game, None) == Counts()
    assert not Counts(hints=2).worth_keeping
