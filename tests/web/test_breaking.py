"""Breaking a program over HTTP: looking, trying, what is kept, and what the other pages say."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from app.packs.library import built_in
from app.settings import Settings
from app.web.main import create_app

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {**OURS, "HX-Request": "true"}
PAGE = "/p/campaign/short-memory"
LONG, SHORT, HOLDS = "ann bob bob bob bob ann", "ann bob cy dee ann", "ann bob ann"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Settings(data=tmp_path / "data"), built_in())
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def attempt(client: TestClient, seq: str, **headers: str) -> Response:
    """A form with a sequence, not followed."""
    address, sent = f"{PAGE}/break/check", {**OURS, **headers}
    return client.post(address, data={"seq": seq}, headers=sent, follow_redirects=False)


def shown(client: TestClient, seq: str) -> str:
    """The text of the page after a plain form with a sequence."""
    sent = attempt(client, seq)
    assert sent.status_code == 303
    page = client.get(sent.headers["location"])
    assert page.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page.text)))


def state(client: TestClient) -> str:
    """What the map says of the puzzle."""
    page = re.sub(r"<[^>]+>", " ", client.get("/map").text)
    found = re.search(r"A short memory\s+(?:,\s*)?([a-z ]+?)\s{2,}", page)
    assert found is not None, page
    return found.group(1)


def test_the_puzzle_s_address_leads_there(client: TestClient) -> None:
    sent = client.get(PAGE, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{PAGE}/break")
    page = client.get(PAGE)
    for part in ("A sequence on which it fails", "head three", "It is right on these"):
        assert part in page.text


def test_before_it_is_broken_nothing_tells_how_short_it_can_be(client: TestClient) -> None:
    pages = client.get(f"{PAGE}/break").text + shown(client, HOLDS)
    assert "The shortest" not in pages
    assert "shortest there is" not in pages
    assert "Three heads, three addresses" not in pages


def test_a_sequence_that_holds_is_said_to_hold(client: TestClient) -> None:
    page = shown(client, HOLDS)
    assert "It holds The program is right at all 3 positions asked here." in page
    assert state(client) == "tried"


def test_a_sequence_that_fails_breaks_it_and_says_that_a_shorter_one_would(
    client: TestClient,
) -> None:
    page = shown(client, LONG)
    assert "At position 6 (ann) it says new; old is wanted. That took 6 tokens." in page
    assert "The shortest sequence that does it has 5 tokens" in page
    assert "Three heads, three addresses" in page
    assert state(client) == "solved"


def test_the_shortest_is_within_par_and_stays_so(client: TestClient) -> None:
    assert "Broken, within par" in shown(client, SHORT)
    assert "You have broken it with 5 tokens: the shortest there is." in shown(client, LONG)
    assert state(client) == "solved within par"
    assert "Right so far is not right" in client.get("/gaps").text


def test_looking_at_a_sequence_is_not_trying_it(client: TestClient) -> None:
    page = client.get(f"{PAGE}/break", params={"seq": SHORT})
    assert page.status_code == 200
    assert 'id="report"' not in page.text
    assert state(client) == "new"


def test_what_cannot_be_read_is_told_at_the_field_and_kept(client: TestClient) -> None:
    sent = attempt(client, "ann <zoe>")
    assert sent.status_code == 422
    assert 'id="seq-error"' in sent.text
    assert 'value="ann &lt;zoe&gt;"' in sent.text
    assert attempt(client, "").status_code == 422
    assert state(client) == "new"


def test_a_part_of_the_page_answers_htmx(client: TestClient) -> None:
    sent = attempt(client, SHORT, **HTMX)
    assert sent.status_code == 200
    assert not sent.text.lstrip().startswith("<!doctype")
    assert sent.headers["HX-Push-Url"].startswith(f"{PAGE}/break?pos=5&seq=")
    assert 'id="report"' in sent.text


def test_hints_come_one_at_a_time(client: TestClient) -> None:
    for number in (1, 2, 3):
        page = client.post(f"{PAGE}/break/hint", headers=OURS)
        hints = page.text.split('id="hints"')[1].split("</section>")[0]
        assert hints.count("<li>") == number
    assert "do-hint" not in page.text


@pytest.mark.parametrize("rest", ["/inside", "/prove"])
def test_what_is_about_building_is_not_there(client: TestClient, rest: str) -> None:
    page = client.get(PAGE + rest)
    assert page.status_code == 404
    assert "nothing is built or proved" in page.text


@pytest.mark.parametrize("action", ["check", "undo", "edit", "prove", "source"])
def test_no_form_of_the_workshop_works_on_it(client: TestClient, action: str) -> None:
    sent = client.post(f"{PAGE}/{action}", data={"revision": "0"}, headers=OURS)
    assert sent.status_code in (404, 422)
    assert state(client) == "new"


def test_a_puzzle_to_build_has_nothing_to_break(client: TestClient) -> None:
    page = client.get("/p/campaign/induction/break")
    assert page.status_code == 404
    assert "no program to break" in page.text


@pytest.mark.parametrize("path", ["/", "/map", "/gaps"])
def test_pages_about_all_puzzles_know_it(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_every_puzzle_to_break_can_be_broken_within_par(client: TestClient) -> None:
    wins = {
        "short-memory": SHORT,
        "right-so-far": "a a a a a a a b b b b a",
        "anything-flies": "owl penguin ostrich penguin ostrich ostrich",
    }
    there = [puzzle.slug for puzzle in built_in().puzzles if puzzle.broken is not None]
    assert there == list(wins)
    for slug, seq in wins.items():
        address = f"/p/campaign/{slug}/break/check"
        assert "Broken, within par" in client.post(address, data={"seq": seq}, headers=OURS).text
