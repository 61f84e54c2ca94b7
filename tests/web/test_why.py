"""The gap report over HTTP: with the verdict, or asked for by the page; and its pictures."""

import re
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.language.parse import parse
from app.play import idleness
from app.play.board import Progress
from app.web.address import View
from app.web.idle import search
from tests.web.test_workshop import HTMX, OURS, PAGE, post, write

BLIND = "slot guess : token\nlayer\n  mlp\n    otherwise: guess = a\noutput guess\n"
BLUR = "slot guess : token\nlayer\n  head here\n    copy token -> guess\noutput guess\n"


def test_a_whole_page_brings_the_reasons_with_it(client: TestClient) -> None:
    write(client, BLIND)
    sent = post(client, "check")
    page = client.get(sent.headers["Location"].partition("#")[0]).text
    assert "You knew, but did not say it" in page
    assert "Proved for your program on all" in page


def test_a_part_shows_the_verdict_first_and_then_asks(client: TestClient) -> None:
    write(client, BLIND)
    part = client.post(f"{PAGE}/check", headers=HTMX).text
    asked = re.search(r'hx-get="([^"]+)" hx-trigger="load"', part)
    assert asked is not None
    assert "You knew" not in part
    told = client.get(asked.group(1).replace("&amp;", "&"), headers=HTMX).text
    assert told.lstrip().startswith('<div id="why"')
    assert "You knew, but did not say it" in told


def test_reasons_that_are_known_come_at_once(client: TestClient) -> None:
    write(client, BLIND)
    client.get(f"{PAGE}/why", headers=HTMX)
    assert "You knew, but did not say it" in client.post(f"{PAGE}/check", headers=HTMX).text


def test_without_a_script_the_reasons_are_part_of_the_page(client: TestClient) -> None:
    write(client, BLIND)
    answer = client.get(f"{PAGE}/why?pos=0", headers=OURS, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{PAGE}?pos=0&check=1#why"


def test_an_unchanged_start_is_not_explained(client: TestClient) -> None:
    part = client.post(f"{PAGE}/check", headers=HTMX).text
    assert 'id="why"' not in part
    told = client.get(f"{PAGE}/why", headers=HTMX)
    assert told.status_code == 200
    assert "You " not in told.text


def test_witnesses_load_in_the_tower_with_the_report_still_there(client: TestClient) -> None:
    write(client, BLUR)
    post(client, "check")
    told = client.get(f"{PAGE}/why", headers=HTMX).text
    loads = re.findall(r'href="([^"]+)">Load', told)
    assert loads
    page = client.get(loads[0].replace("&amp;", "&")).text
    assert 'id="report"' in page
    assert "check=1" in loads[0]


def test_a_blur_names_the_head_that_made_it(client: TestClient) -> None:
    write(client, BLUR)
    told = client.get(f"{PAGE}/why", headers=HTMX).text
    assert "A blur was read as if it were sharp" in told
    assert "<code>here</code>" in told


def test_a_right_program_has_no_reasons(client: TestClient) -> None:
    write(client, BLUR.replace("copy", "match key.position == query.position\n    copy"))
    assert 'id="why"' not in client.post(f"{PAGE}/check", headers=HTMX).text


def asked_for(part: str) -> str:
    """Where a part of the page asks for the reasons."""
    found = re.search(r'hx-get="([^"]+/why[^"]+)"', part)
    assert found is not None
    return found.group(1).replace("&amp;", "&")


def test_the_reasons_are_those_of_the_program_that_was_checked(client: TestClient) -> None:
    write(client, BLIND)
    address = asked_for(client.post(f"{PAGE}/check", headers=HTMX).text)
    write(client, BLUR)
    told = client.get(address, headers=HTMX).text
    assert "You knew, but did not say it" in told
    assert "A blur" not in told


def test_the_search_is_in_the_program_that_was_checked(client: TestClient) -> None:
    write(client, BLIND)
    part = client.post(f"{PAGE}/check", headers=HTMX).text
    found = re.search(r'action="([^"]+/idle[^"]+)"', part)
    assert found is not None
    write(client, BLUR)
    client.post(found.group(1).replace("&amp;", "&"), headers=HTMX)
    game = cast(FastAPI, client.app).state.game
    game.checks.close()
    puzzle = game.library.find("tiny", "echo")
    assert idleness.look(game, puzzle, parse(BLIND).program) is not None
    assert idleness.look(game, puzzle, parse(BLUR).program) is None


def test_a_program_that_is_no_longer_kept_has_to_be_checked_again(client: TestClient) -> None:
    write(client, BLIND)
    gone = client.get(f"{PAGE}/why?of=77", headers=HTMX)
    assert gone.status_code == 404
    assert "Check it again." in gone.text
    assert gone.headers["HX-Retarget"] == "#notice"


@pytest.mark.parametrize("of", ["-1", "x", "9" * 99, "٣", "1e3"])
def test_a_revision_that_is_none_is_ignored(client: TestClient, of: str) -> None:
    write(client, BLIND)
    told = client.get(f"{PAGE}/why", params={"of": of}, headers=HTMX)
    assert "You knew, but did not say it" in told.text


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(2, 2, (), True), "without any one of its 2 heads"),
        (Progress(400, 1100, (), True), "without any one of the first 400 of 1,100 parts, some"),
        (Progress(0, 9, (), True), "In the time there was"),
        (Progress(0, 0, (), True), "no step of yours that could"),
    ],
)
def test_a_search_says_no_more_than_was_tried(progress: Progress, said: str) -> None:
    assert said in search(progress, View(PAGE), 1).summary


@pytest.mark.parametrize("part", ["why", "idle"])
def test_a_part_answers_whoever_asks_for_its_headers_only(client: TestClient, part: str) -> None:
    assert client.head(f"{PAGE}/{part}", headers=HTMX).status_code == 200
