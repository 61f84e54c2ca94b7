"""Settings over HTTP: plain forms, files, codes, comforts, and being forgotten."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from app.play.progress import FORMAT, VERSION
from app.settings import Settings
from app.web import limits, security
from app.web.main import create_app
from tests import impossible, tiny

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browsers(tmp_path: Path) -> Iterator[list[TestClient]]:
    """Two browsers at one server on the library with impossible puzzles."""
    app = create_app(Settings(data=tmp_path / "data"), impossible.library())
    with ExitStack() as ends:
        yield [ends.enter_context(TestClient(app, raise_server_exceptions=False)) for _ in range(2)]


@pytest.fixture
def client(browsers: list[TestClient]) -> TestClient:
    return browsers[0]


def post(client: TestClient, action: str, **fields: str) -> Response:
    """A plain form, followed."""
    return client.post(f"/settings/{action}", data=fields, headers=OURS)


def play(client: TestClient, text: str = tiny.ECHO) -> None:
    """Saves and checks a program."""
    client.post("/p/tiny/echo/source", data={"revision": "0", "text": text}, headers=OURS)
    client.post("/p/tiny/echo/check", headers=OURS)


def send(client: TestClient, data: bytes, drafts: str = "mine") -> Response:
    """Imports a file."""
    files = {"file": ("progress.json", data, "application/json")}
    return client.post("/settings/import", data={"drafts": drafts}, files=files, headers=OURS)


def draft(client: TestClient) -> str:
    page = client.get("/p/tiny/echo?tab=source").text
    found = re.search(r'<textarea id="source"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found.group(1))


def code_of(client: TestClient) -> str:
    found = re.search(r"<strong>([A-Z2-9]{4}-[A-Z2-9]{4})</strong>", post(client, "code").text)
    assert found is not None
    return found.group(1)


def test_looking_makes_nobody_a_player(client: TestClient) -> None:
    for path in ("/settings", "/settings/export", "/settings/forget"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert "Nothing yet" in client.get("/settings").text
    assert '<a href="/settings">Settings</a>' in client.get("/map").text


def test_the_page_says_what_is_kept(client: TestClient) -> None:
    play(client)
    page = client.get("/settings").text
    assert "1 draft with its history, 1 checked program and 1 solution" in page


def test_a_file_travels_from_one_browser_to_another(browsers: list[TestClient]) -> None:
    one, other = browsers
    play(one)
    exported = one.get("/settings/export")
    assert exported.headers["Content-Type"] == "application/json"
    assert 'filename="be-the-transformer.json"' in exported.headers["Content-Disposition"]
    report = send(other, exported.content).text
    assert "2 came in." in report
    assert "Judged again: solved." in report
    assert "within par" in other.get("/map").text
    assert draft(other) == tiny.ECHO


@pytest.mark.parametrize(
    ("choice", "wanted"), [("mine", tiny.WRONG), ("theirs", tiny.ECHO), ("x", tiny.WRONG)]
)
def test_drafts_are_replaced_only_when_chosen(
    browsers: list[TestClient], choice: str, wanted: str
) -> None:
    one, other = browsers
    play(one)
    play(other, tiny.WRONG)
    send(other, one.get("/settings/export").content, choice)
    assert draft(other) == wanted


@pytest.mark.parametrize(
    "data", [b"{", b"[" * 100_000, b"\xff\x00", b'{"format": 3}', b"null", b"\x00" * 1000]
)
def test_a_file_that_is_none_is_told_at_its_field(client: TestClient, data: bytes) -> None:
    answer = send(client, data)
    assert answer.status_code == 422
    assert re.search(r'id="file-error" role="alert">[^<]+\.', answer.text)


def test_no_file_is_told_at_its_field(client: TestClient) -> None:
    for answer in (send(client, b""), post(client, "import", file="text")):
        assert answer.status_code == 422
        assert "Choose a file first" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        (b"", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"junk", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"{}", "application/json"),
    ],
)
@pytest.mark.parametrize("action", ["import", "arrive", "comforts", "forget"])
def test_a_broken_form_is_never_a_bug(
    client: TestClient, action: str, body: tuple[bytes, str]
) -> None:
    headers = {**OURS, "Content-Type": body[1]}
    answer = client.post(f"/settings/{action}", content=body[0], headers=headers)
    assert answer.status_code < 500


def test_hostile_entries_are_a_row_each(client: TestClient) -> None:
    lists = {
        "drafts": [{"puzzle": "id-echo", "text": "\ud800"}, None],
        "solutions": [{"puzzle": "<script>", "source": tiny.ECHO}],
        "cards": 3,
    }
    told = {"format": FORMAT, "version": VERSION, **lists}
    answer = send(client, json.dumps(told).encode())
    assert answer.status_code == 200
    assert answer.text.count('<td class="outcome out">') == 4
    assert "<script>" not in answer.text.split("<main")[1]


def test_an_import_may_be_larger_than_a_form_and_is_bounded(client: TestClient) -> None:
    text = json.dumps({"format": FORMAT, "version": VERSION}).encode()
    assert send(client, text + b" " * (security.BODY_BYTES * 2)).status_code == 200
    assert send(client, text + b" " * security.IMPORT_BYTES).status_code == 413
    large = {"code": "x" * security.BODY_BYTES}
    assert post(client, "arrive", **large).status_code == 413


def test_a_code_makes_another_browser_this_player(browsers: list[TestClient]) -> None:
    one, other = browsers
    play(one)
    code = code_of(one)
    answer = post(other, "arrive", code=code.lower().replace("-", " "))
    assert str(answer.url).endswith("said=moved#said")
    assert "the same player as the other one now" in answer.text
    assert draft(other) == tiny.ECHO
    assert "This code is not known" in post(other, "arrive", code=code, replace="yes").text


def test_a_browser_with_work_of_its_own_is_asked(browsers: list[TestClient]) -> None:
    one, other = browsers
    play(one)
    play(other, tiny.WRONG)
    code = code_of(one)
    answer = post(other, "arrive", code=code)
    assert answer.status_code == 422
    assert "progress of its own" in answer.text
    assert code in answer.text
    assert draft(other) == tiny.WRONG
    post(other, "arrive", code=code, replace="yes")
    assert draft(other) == tiny.ECHO


def test_there_is_no_code_for_nobody(client: TestClient) -> None:
    answer = post(client, "code")
    assert answer.status_code == 422
    assert "There is nothing to move yet" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_guessing_is_slowed_down_whoever_guesses(browsers: list[TestClient]) -> None:
    one, other = browsers
    play(one)
    code = code_of(one)
    tries = int(limits.GUESSES[1])
    assert {post(other, "arrive", code="ABCD2345").status_code for _ in range(tries)} == {422}
    other.cookies.clear()
    answer = post(other, "arrive", code=code)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert draft(other) != tiny.ECHO


def test_imports_are_slowed_down(client: TestClient) -> None:
    asked = [send(client, b"{").status_code for _ in range(int(limits.IMPORTS[1]) + 1)]
    assert asked == [422] * (len(asked) - 1) + [429]


def test_comforts_are_classes_of_every_page(client: TestClient) -> None:
    chosen = {"labels": "large", "motion": "none", "screen": "projector"}
    answer = post(client, "comforts", **chosen)
    assert "Saved for this browser." in answer.text
    for path in ("/", "/p/tiny/echo", "/settings", "/nowhere"):
        assert '<html lang="en" class="large-labels still projector">' in client.get(path).text
    for name, value in chosen.items():
        assert re.search(rf'name="{name}" id="{name}-{value}"[^>]* checked>', answer.text)
    post(client, "comforts", labels='"><b>')
    assert '<html lang="en">' in client.get("/").text


def test_comforts_make_nobody_a_player_and_follow_nobody(browsers: list[TestClient]) -> None:
    one, other = browsers
    post(one, "comforts", labels="large")
    assert "Nothing yet" in one.get("/settings").text
    play(other)
    post(one, "arrive", code=code_of(other))
    assert 'class="large-labels"' in one.get("/").text
    assert 'class="large-labels"' not in other.get("/").text


def test_everything_is_deleted_once_it_is_meant(client: TestClient) -> None:
    play(client)
    asked = post(client, "forget")
    assert asked.status_code == 422
    assert "Nothing has been deleted" in asked.text
    assert draft(client) == tiny.ECHO
    gone = post(client, "forget", sure="yes")
    assert "1 draft with its history" in gone.text
    assert security.COOKIE not in client.cookies
    assert "Nothing yet" in client.get("/settings").text
    assert json.loads(client.get("/settings/export").text)["solutions"] == []
    assert draft(client) != tiny.ECHO


def test_a_deleted_player_is_gone_on_every_device(browsers: list[TestClient]) -> None:
    one, other = browsers
    play(one)
    post(other, "arrive", code=code_of(one))
    post(one, "forget", sure="yes")
    assert draft(other) != tiny.ECHO


@pytest.mark.parametrize("action", ["import", "code", "arrive", "comforts", "forget"])
def test_nothing_is_changed_from_elsewhere_or_by_looking(client: TestClient, action: str) -> None:
    play(client)
    headers = {"Sec-Fetch-Site": "cross-site"}
    fields = {"sure": "yes", "labels": "large"}
    assert client.post(f"/settings/{action}", data=fields, headers=headers).status_code == 403
    assert client.get(f"/settings/{action}?sure=yes").status_code in (200, 405)
    assert draft(client) == tiny.ECHO
