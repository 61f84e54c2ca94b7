"""Proving a puzzle impossible over HTTP: plain forms, what is kept in them, and the rulings."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from app.gaps.proofs.attempt import LEMMA_NAMES, Attempt
from app.gaps.proofs.lemmas import rule
from app.packs.library import built_in
from app.settings import Settings
from app.web.main import create_app
from app.web.proving import FIELDS, LONGEST, MOST, NEEDS, filled, typed
from tests import impossible

OURS = {"Sec-Fetch-Site": "same-origin"}
FREEZE = {"lemma": "freeze", "example": "a a ?", "free": "0 1"}
FUTURE = {"lemma": "future", "first": "a a", "second": "a b", "position": "0"}
LOOK = "layer\n  head eye\n    match key.token is b\n    prefer latest\n    copy token -> guess\n"
LOOK += "slot guess : token\noutput guess\n"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """The application on the library with impossible puzzles."""
    app = create_app(Settings(data=tmp_path / "data"), impossible.library())
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def prove(client: TestClient, puzzle: str, **fields: str) -> Response:
    """A plain form, not followed."""
    address = f"/p/tiny/{puzzle}/prove"
    return client.post(address, data=fields, headers=OURS, follow_redirects=False)


def field_error(text: str, field: str) -> str:
    """What stands at a field, which must point at it."""
    found = re.search(rf'id="{field}-error">([^<]+)<', text)
    assert found is not None, field
    described = rf'id="{field}"[^>]*aria-describedby="[^"]*{field}-error"'
    assert field == "lemma" or re.search(described, text)
    return unescape(found.group(1))


def test_the_page_has_the_task_and_every_lemma(client: TestClient) -> None:
    page = client.get("/p/tiny/odd/prove").text
    for part in ("Do what <em>odd</em> asks.", "at most 1", "Check the proof"):
        assert part in page
    assert [f'value="{name}"' in page for name in LEMMA_NAMES] == [True] * len(LEMMA_NAMES)
    assert "disabled" not in page
    assert "The lesson of odd" not in page


def test_every_lemma_has_its_fields() -> None:
    assert set(NEEDS) == set(LEMMA_NAMES)


def test_a_puzzle_that_is_not_there_is_a_page(client: TestClient) -> None:
    assert client.get("/p/tiny/nothing/prove").status_code == 404
    assert prove(client, "nothing", **FUTURE).status_code == 404


def test_an_accepted_proof_is_shown_at_the_pages_own_address(client: TestClient) -> None:
    sent = prove(client, "odd", **FREEZE)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/p/tiny/odd/prove#ruling")
    page = unescape(client.get("/p/tiny/odd/prove").text)
    for part in (
        "Proved impossible",
        "it holds for every program within this puzzle’s budget",
        "world 1",
        "world 2",
        "The lesson of odd.",
        "Next: Odd-Two",
        "the same task with 2 heads instead of 1",
        '<a href="/gaps#tiny-count">One look, one token</a>',
    ):
        assert part in page
    assert 'value="a a ?"' in page
    assert "Your own draft, too" not in page


def test_a_proof_is_shown_against_ones_own_draft(client: TestClient) -> None:
    data = {"revision": "0", "text": LOOK}
    client.post("/p/tiny/odd/source", data=data, headers=OURS, follow_redirects=False)
    prove(client, "odd", **FREEZE)
    assert "Your own draft, too" in client.get("/p/tiny/odd/prove").text


def test_a_refused_proof_is_answered_in_place_with_all_that_was_typed(client: TestClient) -> None:
    fields = {**FREEZE, "first": "what I tried", "second": "before", "several": "b ?\na ?"}
    answer = prove(client, "odd-two", **fields)
    assert answer.status_code == 200
    page = unescape(answer.text)
    assert "Not proved" in page
    assert page.count('class="holds"') >= 3
    assert page.count('class="fails"') == 1
    assert "One part of it fails." in page
    for text in ("what I tried", "before", "b ?\na ?", "0 1", "a a ?"):
        assert text in page
    assert re.search(r'value="freeze"[^>]* checked>', page)
    assert "The lesson of" not in page


def test_a_hypothesis_that_fails_is_named(client: TestClient) -> None:
    page = prove(client, "odd", lemma="anagrams", first="a b ?", second="b a ?").text
    assert "<b>no positions<span" in page
    assert '<li class="holds">' in page


def test_a_refused_attempt_says_that_an_older_proof_stays(client: TestClient) -> None:
    prove(client, "peek", **FUTURE)
    refused = prove(client, "peek", **{**FUTURE, "second": "b a"})
    assert "Not proved" in refused.text
    assert "Proved impossible" in client.get("/p/tiny/peek/prove").text


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "lemma", "Choose the lemma"),
        ({"lemma": "magic"}, "lemma", "Choose the lemma"),
        ({"lemma": "future", "second": "a b ?"}, "first", "Type some tokens"),
        ({"lemma": "future", "first": "a x"}, "first", "'x' at position 1 is not a token here."),
        ({"lemma": "future", "first": "a ?", "second": "a " * 9}, "second", "5 at most"),
        ({"lemma": "future", "first": "a" * (LONGEST + 1)}, "first", "longer than the 2,048"),
        ({**FREEZE, "free": "0 " * LONGEST}, "free", "longer than the 2,048"),
        ({"lemma": "freeze", "example": "a ?"}, "free", "Name the positions"),
        ({"lemma": "freeze", "free": "0 1 0"}, "free", "twice"),
        ({"lemma": "freeze", "free": "0 -1"}, "free", "'-1' is no position"),
        ({"lemma": "freeze", "free": "0 99999999999"}, "free", "from 0 to 4"),
        ({"lemma": "freeze", "free": "0"}, "example", "Type some tokens"),
        ({"lemma": "one-look"}, "several", "one a line"),
        ({"lemma": "one-look", "several": "a ?\n" * (MOST + 1)}, "several", "16 may be named"),
        ({"lemma": "one-look", "several": "a ?\n\nb z"}, "several", "Line 2: 'z'"),
        ({**FREEZE, "position": "٣"}, "position", "is no position"),
        ({**FREEZE, "position": "5"}, "position", "from 0 to 4"),
        ({**FREEZE, "position": "<b>"}, "position", "'<b>' is no position"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(
    client: TestClient, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = prove(client, "odd", **fields)
    assert answer.status_code == 422
    assert sentence in field_error(answer.text, field)
    assert "Not proved" not in answer.text
    assert client.get("/map").text.count("tried") == 0


def test_what_is_typed_is_text(client: TestClient) -> None:
    hostile = '"><img src=x onerror=alert(1)></textarea><script>'
    page = prove(client, "odd", lemma="one-look", several=hostile, first=hostile, free=hostile).text
    assert "<img" not in page
    assert page.count("<script") == 0
    assert unescape(page).count(hostile) >= 3


def test_a_form_larger_than_the_game_takes_is_refused(client: TestClient) -> None:
    assert prove(client, "odd", lemma="one-look", several="a " * 200_000).status_code == 413


def test_positions_may_be_set_apart_by_commas() -> None:
    setting = impossible.odd("odd", 1, "odd-two").setting
    read = typed({**FREEZE, "free": " 1, 0 "}, setting)
    assert read.attempt == Attempt("freeze", (("a", "a", "?"),), None, (0, 1))


def test_the_map_and_home_count_a_proof(client: TestClient) -> None:
    prove(client, "peek", **FUTURE)
    page = client.get("/map").text
    assert "1 of 4 puzzles solved" in page
    assert "proved impossible" in page
    assert 'href="/p/tiny/echo">Play on</a>' in client.get("/").text


def test_two_tabs_may_prove_at_once(client: TestClient) -> None:
    for _ in range(2):
        assert prove(client, "odd", **FREEZE).status_code == 303
    looks = "\n".join(" ".join(tokens) for tokens in impossible.ONE_LOOK.sequences)
    assert prove(client, "odd", lemma="one-look", several=looks).status_code == 303
    page = client.get("/p/tiny/odd/prove").text
    assert re.search(r'value="one-look"[^>]* checked>', page)
    assert "world 4" in page


@pytest.mark.parametrize(
    "attempt", [impossible.FUTURE, impossible.FREEZE, impossible.ONE_LOOK], ids=lambda a: a.lemma
)
def test_an_attempt_fills_the_form_that_says_it(attempt: Attempt) -> None:
    setting = impossible.odd("odd", 1, "odd-two").setting
    form = {field: filled(attempt).text(field) for field in FIELDS}
    assert typed(form, setting).attempt == attempt


def test_every_proof_of_the_campaign_can_be_typed_and_is_accepted() -> None:
    proved = [puzzle for puzzle in built_in().by_id.values() if puzzle.proof is not None]
    for puzzle in proved:
        assert puzzle.proof is not None
        form = {field: filled(puzzle.proof).text(field) for field in FIELDS}
        read = typed(form, puzzle.setting)
        assert read.attempt is not None, (puzzle.path, read.errors)
        assert rule(puzzle.exam, read.attempt).accepted, puzzle.path
