"""The page of gap cards: closed ones give nothing away, open ones show the player's own witness."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.play import cards
from app.play.game import Game
from app.settings import Settings
from app.web.main import create_app
from tests import impossible, tiny

OURS = {"Sec-Fetch-Site": "same-origin"}
REPORTED = "as reported by others; we have not read the source itself"
WITNESS = {
    "kind": "collision",
    "sentence": "From `position 0` these two <look> the same.",
    "first": {"tokens": ["a", "b"], "position": 0, "wanted": "b"},
    "second": {"tokens": ["a", "a"], "position": 0, "wanted": "a"},
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """The application on the library with impossible puzzles."""
    app = create_app(Settings(data=tmp_path / "data"), impossible.library())
    with TestClient(app) as client:
        yield client


def meet(client: TestClient, **changes: object) -> None:
    """Shows the visitor's player a witness on Peek, as a report would."""
    client.get("/p/tiny/peek")
    game: Game = client.app.state.game  # type: ignore[attr-defined]
    data = {"revision": "0", "text": tiny.ECHO}
    client.post("/p/tiny/peek/source", data=data, headers=OURS)
    with game.store.reading() as connection:
        player = connection.exec_driver_sql("SELECT id FROM players").scalar_one()
    cards.meet(game, player, game.library.find("tiny/peek"), {**WITNESS, **changes})


def test_looking_makes_nobody_a_player(client: TestClient) -> None:
    page = client.get("/gaps")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert '<a href="/gaps">Gaps</a>' in client.get("/map").text


def test_closed_cards_name_the_puzzle_and_nothing_else(client: TestClient) -> None:
    page = client.get("/gaps").text
    assert "0 of 3" in page
    assert page.count("A gap to be met in") == 3
    assert 'href="/p/tiny/peek">Peek</a>' in page
    for secret in ("The future is hidden", "A position sees", "On Masks", "Nowhere"):
        assert secret not in page


def test_a_met_card_shows_the_players_own_witness(client: TestClient) -> None:
    meet(client)
    page = client.get("/gaps").text
    assert "1 of 3" in page
    assert "The future is hidden" in page
    assert ">Met<" in page
    assert "From <code>position 0</code> these two &lt;look&gt; the same." in page
    assert "A position sees <strong>no</strong> token after it." in page
    assert page.count("differs</span>") == 2
    assert 'href="/p/tiny/peek?pos=0&amp;seq=a+b"' in page


def test_a_witness_of_one_sequence_is_shown_too(client: TestClient) -> None:
    meet(client, second=None, kind="wrong")
    page = client.get("/gaps").text
    assert "A sequence from Peek" in page
    assert "differs</span>" not in page


def test_sources_say_whether_they_were_read(client: TestClient) -> None:
    meet(client)
    page = unescape(client.get("/gaps").text)
    read, reported = page.split("Reader, On Masks, 2020")[1].split("Teller, On Telling, 2021")
    assert "Proves it." in read
    assert REPORTED not in read
    assert f'Measures it. <span class="quiet">({REPORTED})</span>' in reported


def test_a_solved_puzzle_earns_its_card(client: TestClient) -> None:
    data = {"revision": "0", "text": tiny.ECHO}
    client.post("/p/tiny/echo/source", data=data, headers=OURS)
    client.post("/p/tiny/echo/check", data={"revision": "1"}, headers=OURS)
    page = client.get("/gaps").text
    assert ">Earned<" in page
    assert "Your own token" in page
    assert "You solved it without being caught by it" in page
    assert "solved within par" in page


def test_a_proof_earns_its_card(client: TestClient) -> None:
    fields = {"lemma": "future", "first": "a a", "second": "a b", "position": "0"}
    client.post("/p/tiny/peek/prove", data=fields, headers=OURS)
    page = client.get("/gaps").text
    assert ">Earned<" in page
    assert "proved impossible" in page
    assert "Up to the position asked the two are the same" in page
