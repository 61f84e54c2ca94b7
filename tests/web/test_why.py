"""The gap report over HTTP: with the verdict, or asked for by the page; and its pictures."""

import re

from starlette.testclient import TestClient

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
