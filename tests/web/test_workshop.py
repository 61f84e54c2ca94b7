"""The workshop over HTTP: plain forms, htmx's parts, verdicts, conflicts, the source and views."""

import re
from html import unescape

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from tests import tiny

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {**OURS, "HX-Request": "true", "HX-Request-Type": "partial"}
PAGE = "/p/tiny/echo"
SLOPPY = "slot guess : token\nlayer\n  head here\n    copy token -> guess\noutput guess\n"


def revision(text: str) -> str:
    """The revision that a page's forms name."""
    found = re.search(r'name="revision" value="(\d+)"', text)
    assert found is not None
    return found.group(1)


def post(client: TestClient, action: str, query: str = "", **fields: str) -> Response:
    """A plain form from the current page, not followed."""
    data = {"revision": revision(client.get(PAGE).text), **fields}
    return client.post(f"{PAGE}/{action}{query}", data=data, headers=OURS, follow_redirects=False)


def write(client: TestClient, text: str) -> None:
    """Makes a text the draft."""
    assert post(client, "source", text=text).status_code == 303


def test_the_page_has_task_tower_and_editor(client: TestClient) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    for part in ("<h1>Echo</h1>", "Say it.", 'id="frame"', 'id="tab-source"', "0 of 2"):
        assert part in page.text


def test_a_puzzle_that_is_not_there_is_a_page(client: TestClient) -> None:
    missing = client.get("/p/tiny/nothing")
    assert missing.status_code == 404
    assert "There is no puzzle called tiny/nothing." in missing.text


def test_a_form_is_sent_on_to_the_view_it_came_from(client: TestClient) -> None:
    answer = post(client, "source", "?pos=1&tab=source", text=tiny.ECHO)
    assert answer.headers["Location"] == f"{PAGE}?pos=1&tab=source"


def test_htmx_is_answered_with_the_part_and_its_address(client: TestClient) -> None:
    data = {"revision": "0", "text": tiny.ECHO}
    part = client.post(f"{PAGE}/source?tab=source", data=data, headers=HTMX)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div class="workshop')
    assert "<!doctype" not in part.text
    assert part.headers["HX-Replace-Url"] == f"{PAGE}?tab=source"


def test_going_back_in_history_is_answered_with_a_whole_page(client: TestClient) -> None:
    whole = client.get(PAGE, headers={**HTMX, "HX-Request-Type": "full"})
    assert whole.text.startswith("<!doctype html>")


def test_examples_are_ticked_and_crossed_after_each_edit(client: TestClient) -> None:
    write(client, tiny.ECHO)
    assert "✓</span> right" in client.get(PAGE).text
    write(client, SLOPPY)
    assert "✗</span> wrong" in client.get(PAGE).text


def test_undo_redo_and_reset(client: TestClient) -> None:
    write(client, tiny.ECHO)
    source = f"{PAGE}?tab=source"
    assert "head here" in client.get(source).text
    assert post(client, "undo").status_code == 303
    assert "head here" not in client.get(source).text
    post(client, "redo")
    assert "head here" in client.get(source).text
    post(client, "reset")
    assert "# your turn" in client.get(source).text
    post(client, "undo")
    assert "head here" in client.get(source).text


def test_a_check_is_shown_at_its_own_address(client: TestClient) -> None:
    write(client, tiny.ECHO)
    sent = post(client, "check")
    assert sent.status_code == 303
    assert sent.headers["Location"].endswith("check=1#report")
    report = client.get(sent.headers["Location"]).text
    assert "Solved, within par" in report
    assert "Right on all 14 sequences" in report
    assert "Next: Again" in report
    assert "Said." in report


def test_the_smallest_wrong_sequence_is_loaded_where_it_fails(client: TestClient) -> None:
    write(client, SLOPPY)
    sent = post(client, "check")
    assert "seq=a+b" in sent.headers["Location"]
    assert "pos=1" in sent.headers["Location"]
    shown = client.get(sent.headers["Location"]).text
    assert "a or b?" in shown
    assert "<b>b</b></span>" in shown
    assert "Not yet: some answers are wrong" in shown


def test_htmx_gets_the_verdict_and_a_new_address(client: TestClient) -> None:
    write(client, SLOPPY)
    part = client.post(f"{PAGE}/check", data={"revision": "1"}, headers=HTMX)
    assert 'id="report"' in part.text
    assert part.headers["HX-Push-Url"].endswith("check=1&seq=a+b")


def test_an_unfinished_program_is_told_why(client: TestClient) -> None:
    write(client, "layer\n  head here\noutput guess\nslot guess : token\n")
    shown = client.get(post(client, "check").headers["Location"]).text
    assert "Not a program yet" in shown
    assert "without the parts that are not finished" in shown


def test_no_verdict_is_shown_for_what_was_never_checked(client: TestClient) -> None:
    assert 'id="report"' not in client.get(f"{PAGE}?check=1").text


def test_hints_come_one_at_a_time(client: TestClient) -> None:
    assert "Look at yourself." not in client.get(PAGE).text
    post(client, "hint")
    first = client.get(PAGE).text
    assert "Look at yourself." in first
    assert "Match your position." not in first
    post(client, "hint")
    last = client.get(PAGE).text
    assert "Match your position." in last
    assert 'id="do-hint"' not in last


@pytest.mark.parametrize("typed", ["b a b", "bab", " b  a b "])
def test_a_sequence_of_ones_own(client: TestClient, typed: str) -> None:
    shown = client.get(PAGE, params={"seq": typed}).text
    assert "The tower for b a b," in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type some tokens, with spaces between them."),
        ("a x", "'x' at position 1 is not a token here."),
        ("a a a a a", "4"),
    ],
)
def test_a_sequence_that_cannot_be_is_told_beside_its_field(
    client: TestClient, typed: str, sentence: str
) -> None:
    shown = client.get(PAGE, params={"seq": typed}).text
    error = re.search(r'id="seq-error">([^<]+)<', shown)
    assert error is not None
    assert sentence in unescape(error.group(1))
    assert "The tower for a b," in shown


def test_a_sequence_may_be_posted(client: TestClient) -> None:
    assert post(client, "example", seq="b b").headers["Location"] == f"{PAGE}?seq=b+b"
    part = client.post(f"{PAGE}/example", data={"seq": "b b"}, headers=HTMX)
    assert "The tower for b b," in part.text


def test_text_that_cannot_be_read_is_kept_and_told_by_line(client: TestClient) -> None:
    write(client, tiny.ECHO)
    write(client, "layer\n  hed one\n")
    shown = client.get(f"{PAGE}?tab=source").text
    assert "  hed one" in shown
    assert 'data-line="2"' in shown
    assert "the tower shows the last program that could be" in shown
    assert "head here" in shown


def test_text_is_text(client: TestClient) -> None:
    write(client, "# </textarea><img src=x onerror=alert(1)>\n")
    shown = client.get(f"{PAGE}?tab=source").text
    assert "<img" not in shown
    assert "&lt;/textarea&gt;" in shown
    assert "<b>" not in client.get(PAGE, params={"seq": "<b>"}).text.split('id="seq-error"')[1][:80]


def test_a_stale_form_is_offered_a_choice(client: TestClient) -> None:
    write(client, tiny.ECHO)
    data = {"revision": "0", "text": SLOPPY}
    choice = client.post(f"{PAGE}/source", data=data, headers=OURS, follow_redirects=False)
    assert choice.status_code == 409
    assert "Keep mine instead" in choice.text
    assert "match key.position == query.position" in choice.text
    part = client.post(f"{PAGE}/source", data=data, headers=HTMX)
    assert part.status_code == 409
    assert part.text.lstrip().startswith('<div class="workshop')
    kept = {"revision": revision(choice.text), "text": SLOPPY}
    assert client.post(f"{PAGE}/source", data=kept, headers=HTMX).status_code == 200
    assert "match key.position" not in client.get(f"{PAGE}?tab=source").text


def test_the_attention_tab_is_a_table(client: TestClient) -> None:
    write(client, tiny.ECHO)
    shown = client.get(f"{PAGE}?tab=attention&step=layers.0.heads.0").text
    assert '<table class="pattern">' in shown
    assert "At position 1 it looks at itself." in shown


def test_the_head_nearest_to_the_answer_is_open_at_first(client: TestClient) -> None:
    write(client, tiny.ECHO)
    assert '<svg class="arcs"' in client.get(PAGE).text


@pytest.mark.parametrize("query", ["?pos=99", "?step=nowhere.1", "?ex=77", "?tab=x&more=2&seq=a"])
def test_odd_addresses_open_the_puzzle(client: TestClient, query: str) -> None:
    assert client.get(PAGE + query).status_code == 200


def test_home_and_map_tell_how_far_one_is(client: TestClient) -> None:
    first = client.get("/").text
    assert 'href="/p/tiny/echo">Play</a>' in first
    assert "Set-Cookie" not in client.get("/").headers
    write(client, tiny.ECHO)
    post(client, "check")
    mapped = client.get("/map").text
    assert "1 of 2 puzzles solved" in mapped
    assert "solved within par" in mapped
    assert 'href="/p/tiny/again">Play on</a>' in client.get("/").text


def test_a_draft_opens_in_the_sandbox_as_it_stands(client: TestClient) -> None:
    write(client, SLOPPY)
    found = re.search(r'href="(/sandbox/[^"]+)"', client.get(PAGE).text)
    assert found is not None
    page = client.get(unescape(found.group(1))).text
    assert "head here" in page
    assert 'value="a b"' in page
